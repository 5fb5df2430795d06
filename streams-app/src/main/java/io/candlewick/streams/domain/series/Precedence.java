package io.candlewick.streams.domain.series;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import org.jspecify.annotations.Nullable;

/**
 * Who wins among the bars of one key, and what the winner is called.
 *
 * <p>The rank decides that is the upper half of {@link Bar#version()}, so that a lane and the tables never disagree. Among incomplete bars,
 * which all have one rank, what was built here from ticks comes before a vendor's. Between bars of one source the later one counts.
 */
final class Precedence {

    private Precedence() {}

    /** What is to become of a bar. */
    enum Verdict {
        /** It is the canonical one now. */
        SAY,
        /** It is the canonical one already, value for value. */
        UNCHANGED,
        /** A better one is known. */
        OUTRANKED
    }

    static Verdict judge(@Nullable Bar canonical, Bar candidate) {
        if (canonical == null) {
            return Verdict.SAY;
        }
        int order = compare(candidate, canonical);
        if (order < 0) {
            return Verdict.OUTRANKED;
        }
        return order == 0
                        && candidate
                                .as(canonical.status(), canonical.revision(), canonical.cause())
                                .equals(canonical)
                ? Verdict.UNCHANGED
                : Verdict.SAY;
    }

    private static int compare(Bar left, Bar right) {
        int byRank = Long.compare(rank(left), rank(right));
        return byRank != 0 ? byRank : Long.compare(rankOf(left.source()), rankOf(right.source()));
    }

    /** Whether a bar built of ticks that a feed delivered without a hole. */
    static boolean isBestOfItsLane(Bar bar) {
        return rank(bar) > Bar.version(BarSource.ROLLED_UP, true, 0);
    }

    /** Whether merging finer bars could make a better one. */
    static boolean isBelowRollUp(@Nullable Bar bar) {
        return bar == null || rank(bar) < Bar.version(BarSource.ROLLED_UP, true, 0);
    }

    private static long rank(Bar bar) {
        return Bar.version(bar.source(), bar.complete(), 0);
    }

    private static long rankOf(BarSource source) {
        return Bar.version(source, true, 0);
    }

    /** The bar as it is said: FINAL at first, then CORRECTED, one revision up. */
    static Bar number(@Nullable Bar canonical, Bar candidate, @Nullable CorrectionCause cause) {
        return canonical == null
                ? candidate.as(BarStatus.FINAL, 0, null)
                : candidate.as(BarStatus.CORRECTED, canonical.revision() + 1, cause(canonical, candidate, cause));
    }

    private static CorrectionCause cause(Bar canonical, Bar candidate, @Nullable CorrectionCause cause) {
        if (canonical.source() != candidate.source() || canonical.complete() != candidate.complete()) {
            return CorrectionCause.REPAIRED;
        }
        return cause == null ? CorrectionCause.FEED_RESTATED : cause;
    }
}
