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
    void shouldKeepItsLayout() {
        byte[] bytes = HexFormat.of()
                .parseHex("05020304" + "0e" + "78" + "01" + "28" + "28" + "3a" + "28" + "12" + "00" + "00" + "00" + "30"
                        + "03" + "06".repeat(7) + "80808f8086d983fbff01" + "24");

        Bar bar = CanonicalBarCodec.read(KEY, bytes);

        Ohlc ones = new Ohlc(1, 1, 1, 1);
        double nan = Double.NaN;
        assertThat(bar)
                .isEqualTo(new Bar(
                        KEY,
                        KEY.startTimeUs() + 60_000_000,
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
                        KEY.startTimeUs() + 18,
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
                .hasMessage("state of 40 bytes is cut short");
    }

    /* Ten thousand symbols close nineteen million bars a day. */
    @Test
    void shouldTakeFewBytesForABarOfQuotes() {
        Bar bar = new Bar(
                KEY,
                KEY.startTimeUs() + 60_000_000,
                new Ohlc(1.100015, 1.10016, 1.09998, 1.10007),
                new Ohlc(1.10001, 1.10015, 1.09997, 1.10006),
                new Ohlc(1.10002, 1.10017, 1.09999, 1.10008),
                60,
                60,
                1.1000423333333333,
                0.00001833333333333333,
                0.00004,
                1.8,
                0.5,
                0,
                0,
                KEY.startTimeUs() + 123_456,
                KEY.startTimeUs() + 59_876_543,
                BarStatus.FINAL,
                0,
                null,
                BarSource.LIVE,
                true);

        assertThat(CanonicalBarCodec.write(bar)).hasSizeLessThan(80);
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
