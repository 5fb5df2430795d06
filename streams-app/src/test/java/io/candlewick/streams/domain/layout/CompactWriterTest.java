package io.candlewick.streams.domain.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompactWriterTest {

    private static final double[] ODD_NUMBERS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e15,
        -1e15,
        999_999_999_999_999.0,
        0.1 + 0.2
    };

    @Property
    void shouldReadBackEveryWholeNumber(@ForAll long value, @ForAll long span) {
        CompactWriter out = new CompactWriter();
        out.writeCount(value);
        out.writeLong(value);
        out.writeFixed(value);
        out.writeSpan(span);
        out.writeSpan(span / 1_000_000 * 1_000_000);

        CompactReader in = new CompactReader(out.toBytes());

        assertThat(in.readCount()).isEqualTo(value);
        assertThat(in.readLong()).isEqualTo(value);
        assertThat(in.readFixed()).isEqualTo(value);
        assertThat(in.readSpan()).isEqualTo(span);
        assertThat(in.readSpan()).isEqualTo(span / 1_000_000 * 1_000_000);
        assertThat(in.remaining()).isZero();
    }

    @Property
    void shouldReadBackEveryDoubleBitForBit(@ForAll long bits, @ForAll @IntRange(max = 12) int scale) {
        assertReadBack(Double.longBitsToDouble(bits), 1, 2);
        assertReadBack(bits / Math.pow(10, scale), 1.5, -bits / 1e3);
        assertReadBack(bits % 1_000_000 / Math.pow(10, scale), bits % 1_000_000 / 1e5, 7);
    }

    @Test
    void shouldReadBackOddDoublesBitForBit() {
        for (double odd : ODD_NUMBERS) {
            assertReadBack(odd, odd, 1.10001);
            assertReadBack(1.10001, odd, -odd);
        }
    }

    private static void assertReadBack(double... values) {
        CompactWriter out = new CompactWriter();
        int scale = out.beginDecimals(values);
        for (double value : values) {
            out.writeDecimal(value, scale);
            out.writeNumber(value);
        }
        CompactReader in = new CompactReader(out.toBytes());
        assertThat(in.beginDecimals()).isEqualTo(scale);
        for (double value : values) {
            long bits = Double.doubleToRawLongBits(value);
            assertThat(Double.doubleToRawLongBits(in.readDecimal(scale))).isEqualTo(bits);
            assertThat(Double.doubleToRawLongBits(in.readNumber())).isEqualTo(bits);
        }
        assertThat(in.remaining()).isZero();
    }

    /* State of older releases is on disks and in changelogs. */
    @Test
    void shouldKeepItsLayout() {
        CompactWriter out = new CompactWriter();
        out.writeByte(0xAB);
        out.writeCount(300);
        out.writeLong(-2);
        out.writeFixed(1);
        out.writeSpan(60_000_000);
        out.writeSpan(1);
        int scale = out.beginDecimals(1.1, 1.10002);
        out.writeDecimal(1.1, scale);
        out.writeDecimal(1.10002, scale);
        out.writeDecimal(Double.NaN, scale);
        out.writeNumber(5.1);
        out.writeNumber(Double.NEGATIVE_INFINITY);
        out.writeNumber(1.0 / 3);
        out.writeText("1m");

        assertThat(HexFormat.of().formatHex(out.toBytes()))
                .isEqualTo("ab" + "ac02" + "03" + "0000000000000001" + "78" + "0102" + "05" + "c0ed1a" + "08" + "01"
                        + "7ff8000000000000" + "b106" + "16" + "07" + "3fd5555555555555" + "02316d");
    }

    @Test
    void shouldBeginAnewWhenCleared() {
        CompactWriter out = new CompactWriter();
        out.writeText("before");
        out.clear();
        out.writeByte(7);

        assertThat(out.toBytes()).containsExactly(7);
    }

    @Test
    void shouldNameBytesThatEndTooEarly() {
        CompactWriter out = new CompactWriter();
        out.writeText("tenant");
        out.writeFixed(7);
        byte[] bytes = out.toBytes();

        for (int length = 0; length < bytes.length; length++) {
            CompactReader in = new CompactReader(Arrays.copyOf(bytes, length));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> {
                        in.readText();
                        in.readFixed();
                    })
                    .withMessage("state of " + length + " bytes is cut short");
        }
    }
}
