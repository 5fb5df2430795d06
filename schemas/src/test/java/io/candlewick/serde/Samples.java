package io.candlewick.serde;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ticks and bars of every shape, the odd ones often: absent fields, negative zero, infinities, extreme times, any text. */
final class Samples {

    private static final List<String> TEXTS = List.of(
            "",
            "system",
            "polygon.forex",
            "Händler",
            "租户 😀",
            "a\u0000b",
            "x".repeat(64),
            "y".repeat(65),
            "z".repeat(500));
    private static final List<String> SYMBOLS = List.of("EUR/USD", "*", "^GSPC", "BTC-USD", "A");
    private static final List<String> TIMEFRAMES = List.of("1s", "1m", "3m", "15m", "1h", "4h", "1d", "1w");
    private static final double[] NUMBERS = {
        Double.NaN,
        -0.0,
        0.0,
        1.10002,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long[] WHOLE_NUMBERS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 63, 64, 1_772_445_600_123_456L, Long.MAX_VALUE
    };

    private Samples() {}

    static Tick tick(Random random) {
        return new Tick(
                text(random),
                Symbol.of(one(random, SYMBOLS)),
                text(random),
                one(random, TickKind.values()),
                wholeNumber(random),
                wholeNumber(random),
                wholeNumber(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                one(random, AggressorSide.values()),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : text(random),
                one(random, TickAction.values()),
                random.nextBoolean() ? null : one(random, FeedStatus.values()));
    }

    static Bar bar(Random random) {
        return new Bar(
                new BarKey(
                        text(random),
                        Symbol.of(one(random, SYMBOLS)),
                        Timeframe.parse(one(random, TIMEFRAMES)),
                        wholeNumber(random)),
                wholeNumber(random),
                new Ohlc(number(random), number(random), number(random), number(random)),
                side(random),
                side(random),
                number(random),
                wholeNumber(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                wholeNumber(random),
                wholeNumber(random),
                one(random, BarStatus.values()),
                random.nextBoolean() ? random.nextInt(3) : random.nextInt(Integer.MAX_VALUE),
                random.nextBoolean() ? null : one(random, CorrectionCause.values()),
                one(random, BarSource.values()),
                random.nextBoolean());
    }

    /** Values of which some are absent, under columns whose count and texts differ from one set to the next. */
    static IndicatorValues indicators(Random random) {
        List<IndicatorColumn> columns = IntStream.range(0, random.nextInt(60))
                .mapToObj(index -> new IndicatorColumn("value_" + index, text(random), text(random)))
                .toList();
        double[] values = random.doubles(columns.size())
                .map(value -> random.nextInt(5) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : value)
                .toArray();
        return new IndicatorValues(IndicatorValues.Origin.of(bar(random)), wholeNumber(random), columns, values);
    }

    private static @Nullable Ohlc side(Random random) {
        // One price is always there, since a side without any reads back as none.
        return random.nextInt(3) == 0 ? null : new Ohlc(number(random), 1.5, number(random), number(random));
    }

    private static String text(Random random) {
        return random.nextInt(4) == 0 ? Integer.toString(random.nextInt()) : one(random, TEXTS);
    }

    private static double number(Random random) {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : 10_000 * random.nextGaussian();
    }

    private static long wholeNumber(Random random) {
        return random.nextBoolean()
                ? WHOLE_NUMBERS[random.nextInt(WHOLE_NUMBERS.length)]
                : random.nextLong() >> random.nextInt(64);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static <T> T one(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }
}
