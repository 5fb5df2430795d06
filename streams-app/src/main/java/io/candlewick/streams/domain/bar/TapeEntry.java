package io.candlewick.streams.domain.bar;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickAction;
import io.candlewick.market.Tick;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A trade, a cancel or a correction as it came in.
 *
 * <pre>
 * |action:u8 (0 new, 1 cancel, 2 correct)|side:u8 (0 unknown, 1 buy, 2 sell)
 * |id:i64|time:i64|sequence:i64|offset:i64|price:f64|size:f64|
 * </pre>
 *
 * All big-endian, {@value #BYTES} bytes.
 *
 * @param action what it does to the trade of its id
 * @param side who took the liquidity
 * @param id the trade's identity
 * @param timeUs the trade's event time
 * @param sequence order among equal times
 * @param offset its offset, the last word on order
 * @param price traded price
 * @param size traded size
 */
public record TapeEntry(
        TickAction action,
        AggressorSide side,
        long id,
        long timeUs,
        long sequence,
        long offset,
        double price,
        double size) {

    /** Length of an entry. */
    public static final int BYTES = 2 + 6 * Long.BYTES;

    private static final List<TickAction> ACTIONS = List.of(TickAction.NEW, TickAction.CANCEL, TickAction.CORRECT);
    private static final List<AggressorSide> SIDES =
            List.of(AggressorSide.UNKNOWN, AggressorSide.BUY, AggressorSide.SELL);

    static TapeEntry of(Tick tick, long offset) {
        return new TapeEntry(
                tick.action(),
                tick.aggressorSide(),
                TickIdentity.of(tick),
                tick.eventTimeUs(),
                tick.sequence(),
                offset,
                tick.price(),
                tick.size());
    }

    /**
     * Writes a tick as an entry.
     *
     * @param tick a trade, a cancel or a correction
     * @param offset its offset
     * @param out has room for an entry
     */
    public static void write(Tick tick, long offset, ByteBuffer out) {
        out.put((byte) ACTIONS.indexOf(tick.action()))
                .put((byte) SIDES.indexOf(tick.aggressorSide()))
                .putLong(TickIdentity.of(tick))
                .putLong(tick.eventTimeUs())
                .putLong(tick.sequence())
                .putLong(offset)
                .putDouble(tick.price())
                .putDouble(tick.size());
    }

    /**
     * Reads an entry.
     *
     * @param in as {@link #write} wrote it
     * @return the entry
     */
    public static TapeEntry read(ByteBuffer in) {
        return new TapeEntry(
                coded(ACTIONS, in.get(), "action"),
                coded(SIDES, in.get(), "side"),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getDouble(),
                in.getDouble());
    }

    /** Whether it says the same of the same trade, wherever it stands in the log. */
    boolean isSameAs(TapeEntry other) {
        boolean sameTrade = action == other.action && id == other.id;
        return sameTrade
                && (action != TickAction.CORRECT
                        || (sequence == other.sequence
                                && side == other.side
                                && Double.compare(price, other.price) == 0
                                && Double.compare(size, other.size) == 0));
    }

    boolean isBefore(TapeEntry other) {
        return sequence != other.sequence ? sequence < other.sequence : offset < other.offset;
    }

    /** What is said of this trade by a correction of it: it keeps its place among the others. */
    TapeEntry as(TapeEntry correction) {
        AggressorSide taker = correction.side == AggressorSide.UNKNOWN ? side : correction.side;
        return new TapeEntry(TickAction.NEW, taker, id, timeUs, sequence, offset, correction.price, correction.size);
    }

    private static <T> T coded(List<T> values, int code, String what) {
        if (code < 0 || code >= values.size()) {
            throw new IllegalArgumentException("state holds a trade of " + what + "=" + code);
        }
        return values.get(code);
    }
}
