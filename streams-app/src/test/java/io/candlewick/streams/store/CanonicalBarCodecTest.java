package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalBarCodecTest {

    private static final BarKey KEY =
            new BarKey(BarKey.SYSTEM_TENANT, Symbol.of("EUR/USD"), Timeframe.M1, 1_399_248_000_000_000L);
    private static final double[] NUMBERS = {Double.NaN, -0.0, 0.0, 1.10002, Double.POSITIVE_INFINITY};

    @Property(tries = 500)
    void shouldReadWhatItWrote(@ForAll long seed) {
        Bar bar = bar(new Random(seed));

        assertThat(CanonicalBarCodec.read(KEY, CanonicalBarCodec.write(bar))).isEqualTo(bar);
    }

    /* State of older releases is on disks and in changelogs. */
    @Test
    void shouldReadTheFirstVersion() {
        byte[] bytes = HexFormat.of()
                .parseHex("0105020304" + "00000007" + "0004f8a2ffe58700"
                        + "3ff0000000000000" + "4000000000000000" + "3fe0000000000000" + "3ff8000000000000"
                        + "3ff0000000000000" + "3ff0000000000000" + "3ff0000000000000" + "3ff0000000000000"
                        + "4008000000000000" + "0000000000000003"
                        + "7ff8000000000000".repeat(7)
                        + "8000000000000000" + "0000000000000009");

        Bar bar = CanonicalBarCodec.read(KEY, bytes);

        Ohlc ones = new Ohlc(1, 1, 1, 1);
        double nan = Double.NaN;
        assertThat(bar)
                .isEqualTo(new Bar(
                        KEY,
                        0x0004f8a2ffe58700L,
                        new Ohlc(1, 2, 0.5, 1.5),
                        ones,
                        null,
                        3,
                        3,
                        nan,
                        nan,
                        nan,
                        nan,
                        nan,
                        nan,
                        nan,
                        Bar.NO_TIME,
                        9,
                        BarStatus.CORRECTED,
                        7,
                        CorrectionCause.REPAIRED,
                        BarSource.VENDOR,
                        true));
        assertThat(CanonicalBarCodec.write(bar)).isEqualTo(bytes);
    }

    @Test
    void shouldNameBytesItCannotRead() {
        byte[] bytes = CanonicalBarCodec.write(bar(new Random(1)));

        assertThatThrownBy(() -> CanonicalBarCodec.read(KEY, Arrays.copyOf(bytes, 40)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("canonical bar of 40 bytes is cut short");
        bytes[0] = 2;
        assertThatThrownBy(() -> CanonicalBarCodec.read(KEY, bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("canonical bar version=2, this release reads 1");
    }

    private static Bar bar(Random random) {
        return new Bar(
                KEY,
                random.nextLong(),
                prices(random),
                side(random),
                side(random),
                number(random),
                random.nextLong(),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                random.nextBoolean() ? Bar.NO_TIME : random.nextLong(),
                random.nextBoolean() ? Bar.NO_TIME : random.nextLong(),
                one(random, BarStatus.values()),
                random.nextInt(),
                random.nextBoolean() ? null : one(random, CorrectionCause.values()),
                one(random, BarSource.values()),
                random.nextBoolean());
    }

    private static @Nullable Ohlc side(Random random) {
        return random.nextBoolean() ? null : prices(random);
    }

    private static Ohlc prices(Random random) {
        return new Ohlc(number(random), number(random), number(random), number(random));
    }

    private static double number(Random random) {
        return random.nextBoolean() ? random.nextDouble() : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static <E> E one(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }
}
