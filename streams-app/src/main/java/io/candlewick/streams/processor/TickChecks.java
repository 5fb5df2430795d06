package io.candlewick.streams.processor;

import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Judges one tick by its own values, the bounds of its lane and the rules of its instrument; it remembers nothing.
 *
 * <p><b>Thread</b>: any. <b>Cost</b>: comparisons; text is made only for what is rejected.
 */
final class TickChecks {

    /** A reason and its words. */
    record Fault(RejectReason reason, String detail) {}

    /* What exact sums have room for; no market trades in such numbers. */
    private static final double LIMIT = 1e15;

    private final long futureBoundUs;
    private final boolean checksStaleness;

    TickChecks(Duration futureBound, boolean checksStaleness) {
        this.futureBoundUs = TimeUnit.MILLISECONDS.toMicros(futureBound.toMillis());
        this.checksStaleness = checksStaleness;
    }

    @Nullable
    Fault faultOfTime(Tick tick) {
        if (tick.eventTimeUs() - futureBoundUs <= tick.ingestTimeUs()) {
            return null;
        }
        return new Fault(
                RejectReason.FUTURE,
                "symbol=" + tick.symbol() + " event_time=" + tick.eventTimeUs() + " is more than " + futureBoundUs
                        + " us after ingest_time=" + tick.ingestTimeUs());
    }

    @Nullable
    Fault faultOf(Tick tick, Instrument instrument) {
        if (tick.action() == TickAction.CANCEL) {
            // It names the trade it undoes, and vendors leave the price out.
            return faultOfTime(tick);
        }
        if (isInvalid(tick)) {
            return new Fault(RejectReason.INVALID_PRICE, prices(tick));
        }
        QualityRules rules = instrument.quality();
        if (tick.kind() == TickKind.QUOTE) {
            if (rules.crossedQuotes() == CrossedQuotes.REJECT && isCrossed(tick)) {
                return new Fault(RejectReason.CROSSED, prices(tick));
            }
            if (rules.maxSpread().isPresent()
                    && tick.ask() - tick.bid() > rules.maxSpread().getAsDouble() * mid(tick)) {
                return new Fault(
                        RejectReason.SPREAD,
                        prices(tick) + " is wider than max_spread="
                                + rules.maxSpread().getAsDouble());
            }
        }
        if (checksStaleness
                && rules.maxStaleness().isPresent()
                && isOlder(tick, rules.maxStaleness().get())) {
            return new Fault(
                    RejectReason.STALE,
                    "symbol=" + tick.symbol() + " event_time=" + tick.eventTimeUs() + " is more than max_staleness="
                            + rules.maxStaleness().get() + " before ingest_time=" + tick.ingestTimeUs());
        }
        return faultOfTime(tick);
    }

    static boolean isCrossed(Tick tick) {
        return tick.bid() > tick.ask();
    }

    /** What the spike band looks at: the mid of a quote, the price of a trade. */
    static double price(Tick tick) {
        return tick.kind() == TickKind.QUOTE ? mid(tick) : tick.price();
    }

    static String prices(Tick tick) {
        return tick.kind() == TickKind.QUOTE
                ? "symbol=" + tick.symbol() + " bid=" + tick.bid() + " ask=" + tick.ask()
                : "symbol=" + tick.symbol() + " price=" + tick.price() + " size=" + tick.size();
    }

    private static double mid(Tick quote) {
        return (quote.bid() + quote.ask()) / 2;
    }

    private static boolean isOlder(Tick tick, Duration bound) {
        return tick.ingestTimeUs() - tick.eventTimeUs() > TimeUnit.MILLISECONDS.toMicros(bound.toMillis());
    }

    private static boolean isInvalid(Tick tick) {
        if (tick.kind() == TickKind.QUOTE) {
            return isNoPrice(tick.bid()) || isNoPrice(tick.ask());
        }
        return isNoPrice(tick.price()) || isNoPrice(tick.size()) || isNoPrice(tick.price() * tick.size());
    }

    private static boolean isNoPrice(double value) {
        return !(value > 0 && value < LIMIT);
    }
}
