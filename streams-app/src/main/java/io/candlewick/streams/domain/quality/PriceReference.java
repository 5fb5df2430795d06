package io.candlewick.streams.domain.quality;

import java.nio.ByteBuffer;

/**
 * The last price of a symbol that was believed, and the new level that is on trial.
 *
 * <p>A price within the band around the last believed one is believed and becomes it. One beyond the band is not, until so many prices in a
 * row have agreed on the new level, each within the band around the one before: then the market has moved, and not a digit slipped.
 * So the decision depends on the order in which ticks arrive, unlike a bar.
 *
 * <p><b>Shape</b>, as bytes, big-endian:
 *
 * <pre>
 * offset size
 *  0     1    layout, 1
 *  1     8    last believed price, f64; NaN before the first
 *  9     8    last price of the level on trial, f64
 * 17     4    how many prices have agreed on it, i32
 * </pre>
 *
 * <p><b>Edges</b>: the first price is believed; a distance of exactly the band is within it. <b>Thread</b>: the task's. <b>Cost</b>: one
 * comparison for a price within the band.
 */
public final class PriceReference {

    private static final byte LAYOUT = 1;
    private static final int LENGTH = 21;

    private double believed = Double.NaN;
    private double trial = Double.NaN;
    private int agreed;

    /**
     * Judges the next price and remembers it.
     *
     * @param price a positive, finite price
     * @param maxJump the band: greatest distance from the last believed price, a fraction of it
     * @param hold how many prices in a row must agree on a new level; the last of them is believed
     * @return whether it is believed
     */
    public boolean believes(double price, double maxJump, int hold) {
        // Written so that NaN, of which nothing is known, lets the price pass.
        if (!(Math.abs(price - believed) > maxJump * believed)) {
            believe(price);
            return true;
        }
        agreed = agreed > 0 && Math.abs(price - trial) <= maxJump * trial ? agreed + 1 : 1;
        trial = price;
        if (agreed < hold) {
            return false;
        }
        believe(price);
        return true;
    }

    private void believe(double price) {
        believed = price;
        agreed = 0;
    }

    /**
     * The last price that was believed.
     *
     * @return the price, NaN before the first
     */
    public double believed() {
        return believed;
    }

    /**
     * How many prices have agreed on a level beyond the band.
     *
     * @return 0 if none is on trial
     */
    public int agreed() {
        return agreed;
    }

    /**
     * The state as the store keeps it.
     *
     * @return bytes in the shape above
     */
    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(LAYOUT)
                .putDouble(believed)
                .putDouble(trial)
                .putInt(agreed)
                .array();
    }

    /**
     * Reads the state back.
     *
     * @param bytes as {@link #toBytes()} wrote them
     * @return the state
     * @throws IllegalArgumentException if they are of another layout
     */
    public static PriceReference fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH || bytes[0] != LAYOUT) {
            throw new IllegalArgumentException("price reference of " + bytes.length + " bytes is not layout " + LAYOUT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        PriceReference reference = new PriceReference();
        reference.believed = in.getDouble();
        reference.trial = in.getDouble();
        reference.agreed = in.getInt();
        return reference;
    }
}
