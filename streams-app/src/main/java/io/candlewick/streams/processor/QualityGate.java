package io.candlewick.streams.processor;

import io.candlewick.avro.TickAction;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.quality.PriceReference;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells which ticks can make a bar, and why the others cannot.
 *
 * <p>What a tick is judged by is its instrument's {@link QualityRules}; without any, only what is no price, of no known symbol or from the
 * future is rejected. All checks but one look at the tick alone and so decide alike in any order of arrival; the spike band compares with
 * the price before, which is why it is off unless an instrument asks for it. It is no node of its own, because handing a tick on costs more
 * than judging it. <b>Thread</b>: the task's.
 */
final class QualityGate {

    private final TickChecks checks;
    private final LiveStore<SeriesKey, PriceReference> references;

    QualityGate(TickChecks checks, LiveStore<SeriesKey, PriceReference> references) {
        this.checks = checks;
        this.references = references;
    }

    /**
     * Judges a quote or a trade.
     *
     * @param instrument the tick's, null if it is not known
     * @return what is wrong with the tick, or null if it passes
     */
    TickChecks.@Nullable Fault faultOf(Tick tick, @Nullable Instrument instrument) {
        if (instrument == null) {
            return unknown(tick);
        }
        TickChecks.Fault fault = checks.faultOf(tick, instrument);
        if (fault == null && instrument.quality().maxJump().isPresent() && tick.action() == TickAction.NEW) {
            return faultOfJump(tick, instrument.quality());
        }
        return fault;
    }

    /** Judges what a feed says of one symbol, or of every one. */
    TickChecks.@Nullable Fault faultOfHeartbeat(Tick heartbeat) {
        return heartbeat.feedStatus() == null
                ? new TickChecks.Fault(RejectReason.NO_TICK, "heartbeat of feed=" + heartbeat.feed() + " says nothing")
                : checks.faultOfTime(heartbeat);
    }

    static TickChecks.Fault unknown(Tick tick) {
        return new TickChecks.Fault(
                RejectReason.UNKNOWN_SYMBOL, "tenant=" + tick.tenant() + " symbol=" + tick.symbol());
    }

    private TickChecks.@Nullable Fault faultOfJump(Tick tick, QualityRules rules) {
        SeriesKey key = new SeriesKey(tick.tenant(), tick.symbol());
        PriceReference reference = references.get(key);
        if (reference == null) {
            reference = new PriceReference();
        }
        double before = reference.believed();
        double maxJump = rules.maxJump().getAsDouble();
        boolean isBelieved = reference.believes(TickChecks.price(tick), maxJump, rules.jumpHold());
        references.put(key, reference);
        return isBelieved
                ? null
                : new TickChecks.Fault(
                        RejectReason.SPIKE,
                        TickChecks.prices(tick) + " is further than max_jump=" + maxJump + " from " + before + "; tick "
                                + reference.agreed() + " of " + rules.jumpHold() + " that would hold the new level");
    }
}
