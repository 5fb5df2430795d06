package io.candlewick.chaos;

import io.candlewick.avro.FeedStatus;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What happens on the market, step by step, the same however often it is asked for: the quotes of {@link QuoteSeries}, some of them out
 * of order or twice, and now and then one that comes minutes late and corrects a bar.
 */
final class MarketTruth {

    /* The step is one of these, so that days and weeks begin on one. */
    private static final long[] STEPS_US = {
        100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 30_000_000
    };
    private static final int WEEKS = 50;
    private static final long LATE_BY_US = TimeUnit.SECONDS.toMicros(150);
    private static final long LATE_FROM_US = TimeUnit.MINUTES.toMicros(5);
    private static final int LATE_ONE_IN = 2_003;
    private static final long AHEAD_US = TimeUnit.HOURS.toMicros(6);

    private final QuoteSeries series;
    private final long stepUs;
    private final int symbols;

    MarketTruth(ChaosOptions options) {
        this.symbols = options.symbols();
        this.stepUs = stepUs(options);
        this.series = new QuoteSeries(symbols, stepUs).afterWeeks(Math.floorMod(options.seed(), WEEKS));
    }

    /** The longest step with which so many symbols make at least the rate. */
    private static long stepUs(ChaosOptions options) {
        double exactUs = 1e6 * options.symbols() * options.speed() / options.rate();
        long chosen = STEPS_US[0];
        for (long step : STEPS_US) {
            if (step <= exactUs) {
                chosen = step;
            }
        }
        return chosen;
    }

    long stepUs() {
        return stepUs;
    }

    int symbols() {
        return symbols;
    }

    Symbol symbol(int index) {
        return series.symbols().get(index);
    }

    List<Instrument> instruments() {
        return series.instruments();
    }

    long timeUs(long step) {
        return series.heartbeat(step).eventTimeUs();
    }

    /** What the feed says in every partition before the ticks of a step. */
    Tick heartbeat(long step) {
        return series.heartbeat(step);
    }

    /** What the feed says of each symbol before the first step and after the last. */
    Tick mark(int symbol, long step, FeedStatus status) {
        return Tick.heartbeat(origin(timeUs(step)), symbol(symbol), timeUs(step), status);
    }

    /** The ticks of one symbol in one step, as they are sent. */
    List<Tick> ticks(int symbol, long step) {
        long number = step * symbols + symbol;
        Tick quote = series.quote(number);
        List<Tick> ticks = new ArrayList<>(2);
        ticks.add(quote);
        if (step * stepUs > LATE_FROM_US && Math.floorMod(number * 7_919, LATE_ONE_IN) == 0) {
            ticks.add(Tick.quote(
                    origin(timeUs(step)),
                    quote.symbol(),
                    quote.eventTimeUs() - LATE_BY_US,
                    1,
                    quote.bid(),
                    quote.ask()));
        }
        return ticks;
    }

    /** A tick of a feed whose clock is hours ahead. */
    Tick ahead(int symbol, long step, long sequence) {
        Tick quote = series.quote(step * symbols + symbol);
        return Tick.quote(
                origin(timeUs(step)), quote.symbol(), timeUs(step) + AHEAD_US, sequence, quote.bid(), quote.ask());
    }

    /** Whether it is one of those. */
    static boolean isAhead(Tick tick) {
        return tick.eventTimeUs() - tick.ingestTimeUs() > AHEAD_US / 2;
    }

    private static Tick.Origin origin(long ingestTimeUs) {
        return new Tick.Origin(QuoteSeries.TENANT, QuoteSeries.FEED, ingestTimeUs);
    }

    /** What a step takes on the clock at a speed. */
    Duration stepTime(int speed) {
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(stepUs) / speed);
    }
}
