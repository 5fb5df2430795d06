package io.candlewick.ingest.venue;

import org.jspecify.annotations.Nullable;

/**
 * One row of a vendor's answer while it is read: mutable, one for all rows of an answer. What was not there is {@code NaN} or negative.
 */
public final class VendorRow {

    /** No start was read. */
    public static final long NO_START = Long.MIN_VALUE;

    long startUs;
    double open;
    double high;
    double low;
    double close;
    double volume;
    double vwap;
    long count;

    @Nullable
    String fault;

    /** An empty row. */
    public VendorRow() {
        clear();
    }

    /** Forgets everything. */
    public void clear() {
        startUs = NO_START;
        open = Double.NaN;
        high = Double.NaN;
        low = Double.NaN;
        close = Double.NaN;
        volume = Double.NaN;
        vwap = Double.NaN;
        count = 0;
        fault = null;
    }

    /**
     * The start.
     *
     * @param timeUs microseconds since the epoch
     * @return this
     */
    public VendorRow startUs(long timeUs) {
        startUs = timeUs;
        return this;
    }

    /**
     * The start.
     *
     * @return microseconds since the epoch, or {@link #NO_START}
     */
    public long startUs() {
        return startUs;
    }

    /**
     * First price.
     *
     * @param price the price
     * @return this
     */
    public VendorRow open(double price) {
        open = price;
        return this;
    }

    /**
     * Highest price.
     *
     * @param price the price
     * @return this
     */
    public VendorRow high(double price) {
        high = price;
        return this;
    }

    /**
     * Lowest price.
     *
     * @param price the price
     * @return this
     */
    public VendorRow low(double price) {
        low = price;
        return this;
    }

    /**
     * Last price.
     *
     * @param price the price
     * @return this
     */
    public VendorRow close(double price) {
        close = price;
        return this;
    }

    /**
     * Volume.
     *
     * @param size as the vendor counts it
     * @return this
     */
    public VendorRow volume(double size) {
        volume = size;
        return this;
    }

    /**
     * Volume-weighted mean price.
     *
     * @param price the price
     * @return this
     */
    public VendorRow vwap(double price) {
        vwap = price;
        return this;
    }

    /**
     * How many ticks made the bar.
     *
     * @param ticks their number
     * @return this
     */
    public VendorRow count(long ticks) {
        count = ticks;
        return this;
    }

    /**
     * Notes that the row cannot be read.
     *
     * @param words what is wrong
     */
    public void fault(String words) {
        fault = words;
    }
}
