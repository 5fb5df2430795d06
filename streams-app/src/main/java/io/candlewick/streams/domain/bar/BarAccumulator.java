package io.candlewick.streams.domain.bar;

import io.candlewick.avro.AggressorSide;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Tick;
import org.jspecify.annotations.Nullable;

/**
 * One bar being made: a fold of ticks that gives the same result for any order of them, and that merges with the fold of a
 * neighbouring span.
 *
 * <p>Open and close are those of the first and last tick by (event time, sequence, offset). Sums are exact. It is longer than most classes because
 * a bar has many fields, and each is folded, merged and read here. <b>Thread</b>: the task's.
 * <b>Cost</b>: no allocation a tick while prices keep to the instrument's scale.
 */
public final class BarAccumulator {

    final long startUs;
    final long endUs;
    final boolean quotes;

    /* Package-private for the codec beside this class, which writes them out in this order. */
    final TickOrder first = new TickOrder();
    final TickOrder last = new TickOrder();
    final Prices price = new Prices();
    final Prices bid = new Prices();
    final Prices ask = new Prices();
    long tickCount;
    final ExactSum priceSum;
    final ExactSum volume;
    final ExactSum buyVolume;
    final ExactSum sellVolume;
    final ExactSum spreadSum;
    double spreadMax = Double.NEGATIVE_INFINITY;
    long firstOffset = Long.MAX_VALUE;
    long lastOffset = -1;
    int revision;
    boolean complete = true;
    long crossedTicks;
    /* How many ticks it had when it was last said as forming; not part of what is kept. */
    long ticksDrawn;
    /* Of the finest timeframe only: coarser bars take in what was found new there. */
    final Fingerprints fingerprints;
    /* Trades of the finest bar that a cancel or a correction came in for. */
    final Fingerprints amended;

    BarAccumulator(long startUs, long endUs, boolean quotes) {
        this(startUs, endUs, quotes, new Fingerprints(), new Fingerprints());
    }

    private BarAccumulator(long startUs, long endUs, boolean quotes, Fingerprints fingerprints, Fingerprints amended) {
        this.startUs = startUs;
        this.endUs = endUs;
        this.quotes = quotes;
        this.priceSum = new ExactSum();
        this.volume = new ExactSum();
        this.buyVolume = new ExactSum();
        this.sellVolume = new ExactSum();
        this.spreadSum = new ExactSum();
        this.fingerprints = fingerprints;
        this.amended = amended;
    }

    BarAccumulator(
            long startUs,
            long endUs,
            boolean quotes,
            ExactSum priceSum,
            ExactSum volume,
            ExactSum buyVolume,
            ExactSum sellVolume,
            ExactSum spreadSum) {
        this.startUs = startUs;
        this.endUs = endUs;
        this.quotes = quotes;
        this.priceSum = priceSum;
        this.volume = volume;
        this.buyVolume = buyVolume;
        this.sellVolume = sellVolume;
        this.spreadSum = spreadSum;
        this.fingerprints = new Fingerprints();
        this.amended = new Fingerprints();
    }

    /** A bar of the same span and history without its ticks, to be made anew. */
    BarAccumulator emptied() {
        BarAccumulator empty = new BarAccumulator(startUs, endUs, quotes, fingerprints, amended);
        empty.firstOffset = firstOffset;
        empty.lastOffset = lastOffset;
        empty.revision = revision;
        empty.complete = complete;
        return empty;
    }

    /**
     * Start of the bar.
     *
     * @return microseconds since the epoch, inclusive
     */
    public long startUs() {
        return startUs;
    }

    /**
     * Whether it has ticks, or is flat at the prices of another bar.
     *
     * @return false if it is empty
     */
    public boolean hasPrices() {
        return price.high >= price.low;
    }

    boolean holds(long timeUs) {
        return timeUs >= startUs && timeUs < endUs;
    }

    /**
     * Folds in one tick of this bar's kind and span, unless it was folded in before.
     *
     * @return false if it is a duplicate
     */
    boolean addNew(Tick tick, long offset, int priceScale, int sizeScale) {
        long fingerprint = TickIdentity.of(tick);
        boolean later = tickCount == 0 || tick.eventTimeUs() > last.timeUs;
        if (!later && isSeen(fingerprint, tick.eventTimeUs())) {
            return false;
        }
        fingerprints.add(fingerprint, later);
        add(tick, offset, priceScale, sizeScale);
        return true;
    }

    private boolean isSeen(long fingerprint, long timeUs) {
        return timeUs == last.timeUs ? fingerprints.isAmongLatest(fingerprint) : fingerprints.contains(fingerprint);
    }

    /** Folds in one tick of this bar's kind and span. */
    void add(Tick tick, long offset, int priceScale, int sizeScale) {
        if (tickCount == 0) {
            unflatten();
        }
        boolean opens = tickCount == 0 || first.isAfter(tick.eventTimeUs(), tick.sequence(), offset);
        boolean closes = tickCount == 0 || !last.isAfter(tick.eventTimeUs(), tick.sequence(), offset);
        if (opens) {
            first.set(tick.eventTimeUs(), tick.sequence(), offset);
        }
        if (closes) {
            last.set(tick.eventTimeUs(), tick.sequence(), offset);
        }
        tickCount++;
        tookOffset(offset);
        if (quotes) {
            addQuote(tick.bid(), tick.ask(), opens, closes, priceScale);
        } else {
            price.add(tick.price(), opens, closes);
            addTrade(tick.price(), tick.size(), tick.aggressorSide(), priceScale, sizeScale);
        }
    }

    /** Folds in a trade that was kept. */
    void add(TapeEntry trade, int priceScale, int sizeScale) {
        boolean opens = tickCount == 0 || first.isAfter(trade.timeUs(), trade.sequence(), trade.offset());
        boolean closes = tickCount == 0 || !last.isAfter(trade.timeUs(), trade.sequence(), trade.offset());
        if (opens) {
            first.set(trade.timeUs(), trade.sequence(), trade.offset());
        }
        if (closes) {
            last.set(trade.timeUs(), trade.sequence(), trade.offset());
        }
        tickCount++;
        tookOffset(trade.offset());
        price.add(trade.price(), opens, closes);
        addTrade(trade.price(), trade.size(), trade.side(), priceScale, sizeScale);
    }

    void tookOffset(long offset) {
        firstOffset = Math.min(firstOffset, offset);
        lastOffset = Math.max(lastOffset, offset);
    }

    /** Whether a cancel or a correction of this trade came in. */
    boolean isAmended(Tick trade) {
        return amended.size() > 0 && amended.contains(TickIdentity.of(trade));
    }

    /** A bar without ticks gets the closing prices of another one. */
    void flattenAt(BarAccumulator other) {
        flattenAt(other.price.close, other.bid.close, other.ask.close);
    }

    void flattenAt(double closePrice, double closeBid, double closeAsk) {
        price.flattenAt(closePrice);
        bid.flattenAt(closeBid);
        ask.flattenAt(closeAsk);
    }

    private void unflatten() {
        price.clear();
        bid.clear();
        ask.clear();
    }

    private void addQuote(double bidPrice, double askPrice, boolean opens, boolean closes, int priceScale) {
        int scale = priceScale;
        long bidUnits = Decimals.units(bidPrice, scale);
        long askUnits = Decimals.units(askPrice, scale);
        if (bidUnits == Decimals.INEXACT || askUnits == Decimals.INEXACT) {
            scale = Decimals.commonScale(bidPrice, askPrice, priceScale);
            if (scale != Decimals.NO_SCALE) {
                bidUnits = Decimals.units(bidPrice, scale);
                askUnits = Decimals.units(askPrice, scale);
            }
        }
        double spread;
        if (scale != Decimals.NO_SCALE) {
            price.add(Decimals.half(bidUnits + askUnits, scale), opens, closes);
            priceSum.addUnits(bidUnits + askUnits, scale);
            spreadSum.addUnits(askUnits - bidUnits, scale);
            spread = Decimals.value(askUnits - bidUnits, scale);
        } else {
            price.add((bidPrice + askPrice) / 2, opens, closes);
            priceSum.add(bidPrice, priceScale);
            priceSum.add(askPrice, priceScale);
            spreadSum.add(askPrice, priceScale);
            spreadSum.add(-bidPrice, priceScale);
            spread = askPrice - bidPrice;
        }
        if (askPrice < bidPrice) {
            crossedTicks++;
        }
        bid.add(bidPrice, opens, closes);
        ask.add(askPrice, opens, closes);
        spreadMax = Math.max(spreadMax, spread);
    }

    private void addTrade(double tradePrice, double size, AggressorSide side, int priceScale, int sizeScale) {
        priceSum.addProduct(tradePrice, priceScale, size, sizeScale);
        volume.add(size, sizeScale);
        if (side == AggressorSide.BUY) {
            buyVolume.add(size, sizeScale);
        } else if (side == AggressorSide.SELL) {
            sellVolume.add(size, sizeScale);
        }
    }

    /** Folds in a finer bar of the same kind whose span lies within this one's. */
    void merge(BarAccumulator finer) {
        if (finer.tickCount == 0) {
            return;
        }
        if (tickCount == 0) {
            unflatten();
        }
        boolean opens = tickCount == 0 || first.isAfter(finer.first);
        boolean closes = tickCount == 0 || !last.isAfter(finer.last);
        if (opens) {
            first.set(finer.first);
        }
        if (closes) {
            last.set(finer.last);
        }
        tickCount += finer.tickCount;
        crossedTicks += finer.crossedTicks;
        firstOffset = Math.min(firstOffset, finer.firstOffset);
        lastOffset = Math.max(lastOffset, finer.lastOffset);
        price.merge(finer.price, opens, closes);
        bid.merge(finer.bid, opens, closes);
        ask.merge(finer.ask, opens, closes);
        priceSum.add(finer.priceSum);
        volume.add(finer.volume);
        buyVolume.add(finer.buyVolume);
        sellVolume.add(finer.sellVolume);
        spreadSum.add(finer.spreadSum);
        spreadMax = Math.max(spreadMax, finer.spreadMax);
    }

    /** Four prices in the making. */
    static final class Prices {

        double open;
        double high = Double.NEGATIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        double close;

        void flattenAt(double value) {
            open = value;
            high = value;
            low = value;
            close = value;
        }

        void set(Prices other) {
            open = other.open;
            high = other.high;
            low = other.low;
            close = other.close;
        }

        void clear() {
            high = Double.NEGATIVE_INFINITY;
            low = Double.POSITIVE_INFINITY;
        }

        void add(double value, boolean opens, boolean closes) {
            if (opens) {
                open = value;
            }
            if (closes) {
                close = value;
            }
            if (value > high) {
                high = value;
            }
            if (value < low) {
                low = value;
            }
        }

        void merge(Prices finer, boolean opens, boolean closes) {
            if (opens) {
                open = finer.open;
            }
            if (closes) {
                close = finer.close;
            }
            high = Math.max(high, finer.high);
            low = Math.min(low, finer.low);
        }

        Ohlc toOhlc() {
            return new Ohlc(open, high, low, close);
        }
    }

    @Nullable
    Ohlc bidPrices() {
        return quotes ? bid.toOhlc() : null;
    }

    @Nullable
    Ohlc askPrices() {
        return quotes ? ask.toOhlc() : null;
    }

    /** Where a tick stands among those of its symbol: by event time, then sequence, then offset. */
    static final class TickOrder {

        long timeUs;
        long sequence;
        long offset;

        void set(long newTimeUs, long newSequence, long newOffset) {
            timeUs = newTimeUs;
            sequence = newSequence;
            offset = newOffset;
        }

        void set(TickOrder other) {
            set(other.timeUs, other.sequence, other.offset);
        }

        boolean isAfter(TickOrder other) {
            return isAfter(other.timeUs, other.sequence, other.offset);
        }

        boolean isAfter(long otherTimeUs, long otherSequence, long otherOffset) {
            if (timeUs != otherTimeUs) {
                return timeUs > otherTimeUs;
            }
            if (sequence != otherSequence) {
                return sequence > otherSequence;
            }
            return offset > otherOffset;
        }
    }
}
