package io.candlewick.market;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import org.jspecify.annotations.Nullable;

/**
 * One market event of one symbol: a quote, a trade, or a feed's in-band heartbeat. Every field is described in {@code Tick.avsc}.
 *
 * <p><b>Edges</b>: an absent number is {@code NaN}, which is null on the wire.
 *
 * @param tenant whose data
 * @param symbol the instrument, or {@link Symbol#EVERY} on an ALIVE heartbeat
 * @param feed the source that delivered it
 * @param kind which of the other fields carry a value
 * @param eventTimeUs when it happened at the venue
 * @param ingestTimeUs when we received it
 * @param sequence orders events of equal event time within a feed
 * @param bid best bid of a quote
 * @param ask best ask of a quote
 * @param bidSize size at the best bid
 * @param askSize size at the best ask
 * @param price traded price
 * @param size traded size
 * @param aggressorSide side of the taker
 * @param tradeId the venue's id of the trade
 * @param venue the venue's id
 * @param conditions the vendor's conditions, as sent
 * @param action what the record does to earlier ones of the same trade id
 * @param feedStatus what a heartbeat says of its feed
 */
public record Tick(
        String tenant,
        Symbol symbol,
        String feed,
        TickKind kind,
        long eventTimeUs,
        long ingestTimeUs,
        long sequence,
        double bid,
        double ask,
        double bidSize,
        double askSize,
        double price,
        double size,
        AggressorSide aggressorSide,
        @Nullable String tradeId,
        @Nullable String venue,
        @Nullable String conditions,
        TickAction action,
        @Nullable FeedStatus feedStatus) {

    private static final double ABSENT = Double.NaN;

    /** Where and when a tick came in: what quotes, trades and heartbeats have in common.
     *
     * @param tenant whose data
     * @param feed the source that delivered it
     * @param ingestTimeUs when we received it
     */
    public record Origin(String tenant, String feed, long ingestTimeUs) {}

    /**
     * A quote.
     *
     * @param origin where it came in
     * @param symbol the instrument
     * @param eventTimeUs when it happened
     * @param sequence order among equal event times
     * @param bid best bid
     * @param ask best ask
     * @return the tick
     */
    public static Tick quote(Origin origin, Symbol symbol, long eventTimeUs, long sequence, double bid, double ask) {
        return quote(origin, symbol, eventTimeUs, sequence, bid, ask, ABSENT, ABSENT);
    }

    /**
     * A quote with sizes.
     *
     * @param origin where it came in
     * @param symbol the instrument
     * @param eventTimeUs when it happened
     * @param sequence order among equal event times
     * @param bid best bid
     * @param ask best ask
     * @param bidSize size at the bid, NaN if unknown
     * @param askSize size at the ask, NaN if unknown
     * @return the tick
     */
    public static Tick quote(
            Origin origin,
            Symbol symbol,
            long eventTimeUs,
            long sequence,
            double bid,
            double ask,
            double bidSize,
            double askSize) {
        return new Tick(
                origin.tenant,
                symbol,
                origin.feed,
                TickKind.QUOTE,
                eventTimeUs,
                origin.ingestTimeUs,
                sequence,
                bid,
                ask,
                bidSize,
                askSize,
                ABSENT,
                ABSENT,
                AggressorSide.UNKNOWN,
                null,
                null,
                null,
                TickAction.NEW,
                null);
    }

    /**
     * A trade.
     *
     * @param origin where it came in
     * @param symbol the instrument
     * @param eventTimeUs when it happened
     * @param sequence order among equal event times
     * @param price traded price
     * @param size traded size
     * @param aggressorSide side of the taker
     * @param tradeId the venue's id, or null
     * @return the tick
     */
    public static Tick trade(
            Origin origin,
            Symbol symbol,
            long eventTimeUs,
            long sequence,
            double price,
            double size,
            AggressorSide aggressorSide,
            @Nullable String tradeId) {
        return new Tick(
                origin.tenant,
                symbol,
                origin.feed,
                TickKind.TRADE,
                eventTimeUs,
                origin.ingestTimeUs,
                sequence,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                price,
                size,
                aggressorSide,
                tradeId,
                null,
                null,
                TickAction.NEW,
                null);
    }

    /**
     * A feed's in-band heartbeat.
     *
     * @param origin where it came in
     * @param symbol the instrument, or {@link Symbol#EVERY}
     * @param eventTimeUs the time the feed speaks of
     * @param feedStatus what it says
     * @return the tick
     */
    public static Tick heartbeat(Origin origin, Symbol symbol, long eventTimeUs, FeedStatus feedStatus) {
        return new Tick(
                origin.tenant,
                symbol,
                origin.feed,
                TickKind.HEARTBEAT,
                eventTimeUs,
                origin.ingestTimeUs,
                0,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                AggressorSide.UNKNOWN,
                null,
                null,
                null,
                TickAction.NEW,
                feedStatus);
    }

    /**
     * The same tick with the vendor's venue and conditions.
     *
     * @param venueId the venue's id, or null
     * @param vendorConditions the vendor's conditions, or null
     * @return a copy
     */
    public Tick at(@Nullable String venueId, @Nullable String vendorConditions) {
        return new Tick(
                tenant,
                symbol,
                feed,
                kind,
                eventTimeUs,
                ingestTimeUs,
                sequence,
                bid,
                ask,
                bidSize,
                askSize,
                price,
                size,
                aggressorSide,
                tradeId,
                venueId,
                vendorConditions,
                action,
                feedStatus);
    }

    /**
     * The same tick as a cancel or a correction of the trade of its id.
     *
     * @param newAction what it does
     * @return a copy
     */
    public Tick as(TickAction newAction) {
        return new Tick(
                tenant,
                symbol,
                feed,
                kind,
                eventTimeUs,
                ingestTimeUs,
                sequence,
                bid,
                ask,
                bidSize,
                askSize,
                price,
                size,
                aggressorSide,
                tradeId,
                venue,
                conditions,
                newAction,
                feedStatus);
    }
}
