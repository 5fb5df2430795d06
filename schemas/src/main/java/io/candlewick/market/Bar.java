package io.candlewick.market;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import org.jspecify.annotations.Nullable;

/**
 * One OHLCV bar over {@code [start, end)} of one symbol. Every field is described in {@code Bar.avsc}, whose names it shares.
 *
 * <p><b>Edges</b>: an absent number is {@code NaN}, an absent time is {@link #NO_TIME}; both are null on the wire.
 *
 * @param key tenant, symbol, timeframe and start
 * @param endTimeUs end of the bar, exclusive
 * @param price mid of quotes, or traded price
 * @param bid bid prices, null in a bar made from trades
 * @param ask ask prices, null in a bar made from trades
 * @param volume sum of traded sizes, or number of quotes
 * @param tickCount number of ticks
 * @param vwap volume-weighted mean price, or mean of the mids
 * @param spreadMean mean of ask - bid
 * @param spreadMax greatest ask - bid
 * @param rangePips high - low in pips
 * @param bodyPips close - open in pips
 * @param buyVolume volume the aggressor bought
 * @param sellVolume volume the aggressor sold
 * @param firstTickTimeUs event time of the first tick
 * @param lastTickTimeUs event time of the last tick
 * @param status FORMING, FINAL or CORRECTED
 * @param revision 0, one more for each correction
 * @param cause why it was corrected
 * @param source who made it
 * @param complete whether a feed covered all of it
 */
public record Bar(
        BarKey key,
        long endTimeUs,
        Ohlc price,
        @Nullable Ohlc bid,
        @Nullable Ohlc ask,
        double volume,
        long tickCount,
        double vwap,
        double spreadMean,
        double spreadMax,
        double rangePips,
        double bodyPips,
        double buyVolume,
        double sellVolume,
        long firstTickTimeUs,
        long lastTickTimeUs,
        BarStatus status,
        int revision,
        @Nullable CorrectionCause cause,
        BarSource source,
        boolean complete) {

    /** An absent time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /* Who wins among bars of one key, from the least to the best: the upper half of the version, so a format of the tables. */
    private static final long RANK_INCOMPLETE = 1;
    private static final long RANK_VENDOR = 2;
    private static final long RANK_ROLLED_UP = 3;
    private static final long RANK_REPAIRED = 4;
    private static final long RANK_LIVE = 5;

    /**
     * The same bar, said otherwise.
     *
     * @param newStatus FORMING, FINAL or CORRECTED
     * @param newRevision 0, one more for each correction
     * @param newCause why it was corrected
     * @return a copy
     */
    public Bar as(BarStatus newStatus, int newRevision, @Nullable CorrectionCause newCause) {
        return said(newStatus, newRevision, newCause, source, complete);
    }

    /**
     * The same bar, of another source.
     *
     * @param newSource who made it
     * @param newComplete whether a feed covered all of it
     * @return a copy
     */
    public Bar from(BarSource newSource, boolean newComplete) {
        return said(status, revision, cause, newSource, newComplete);
    }

    private Bar said(
            BarStatus newStatus,
            int newRevision,
            @Nullable CorrectionCause newCause,
            BarSource newSource,
            boolean newComplete) {
        return new Bar(
                key,
                endTimeUs,
                price,
                bid,
                ask,
                volume,
                tickCount,
                vwap,
                spreadMean,
                spreadMax,
                rangePips,
                bodyPips,
                buyVolume,
                sellVolume,
                firstTickTimeUs,
                lastTickTimeUs,
                newStatus,
                newRevision,
                newCause,
                newSource,
                newComplete);
    }

    /**
     * What decides between two bars of one key: the greater wins, of equal ones the later written.
     *
     * @return rank times 2^32, plus the revision
     */
    public long version() {
        return version(source, complete, revision);
    }

    /**
     * Version of a bar of that source, completeness and revision.
     *
     * @param source who made the bar
     * @param complete whether a feed covered all of it
     * @param revision 0, one more for each correction
     * @return rank times 2^32, plus the revision
     */
    public static long version(BarSource source, boolean complete, int revision) {
        return (rank(source, complete) << Integer.SIZE) + revision;
    }

    private static long rank(BarSource source, boolean complete) {
        if (!complete) {
            return RANK_INCOMPLETE;
        }
        return switch (source) {
            case VENDOR -> RANK_VENDOR;
            case ROLLED_UP -> RANK_ROLLED_UP;
            case REPAIRED -> RANK_REPAIRED;
            case LIVE -> RANK_LIVE;
        };
    }
}
