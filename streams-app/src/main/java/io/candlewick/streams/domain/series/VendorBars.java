package io.candlewick.streams.domain.series;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import org.jspecify.annotations.Nullable;

/** Tells whether a vendor's bar has the shape of a bar of its instrument. */
public final class VendorBars {

    /* What exact sums have room for; no market trades in such numbers. */
    private static final double LIMIT = 1e15;
    /* Years 1677 to 2262: calendars reckon with them without overflow. */
    private static final long EARLIEST_US = Long.MIN_VALUE / 1_000;
    private static final long LATEST_US = Long.MAX_VALUE / 1_000;

    private VendorBars() {}

    /**
     * Looks for a fault.
     *
     * @param bar the bar
     * @param instrument its instrument
     * @param latestEndUs a bar that ends after this is from the future
     * @param isSeed whether it may be a bar of our own, which comes back to warm indicators up
     * @return what is wrong with it, or null if nothing is
     */
    public static @Nullable BarReject faultOf(Bar bar, Instrument instrument, long latestEndUs, boolean isSeed) {
        if ((bar.source() != BarSource.VENDOR && !isSeed) || bar.status() == BarStatus.FORMING) {
            return BarReject.NO_VENDOR_BAR;
        }
        if (!isOnGrid(bar, instrument.calendar())) {
            return BarReject.OFF_GRID;
        }
        if (bar.endTimeUs() > latestEndUs) {
            return BarReject.FUTURE;
        }
        if (isWrong(bar.price()) || isWrongIfThere(bar.bid()) || isWrongIfThere(bar.ask())) {
            return BarReject.INVALID_PRICE;
        }
        return hasWrongNumbers(bar) ? BarReject.INVALID_VOLUME : null;
    }

    /**
     * Looks for a fault in the range a bar was delivered in.
     *
     * @param bar the bar
     * @param range the range
     * @return INVALID_RANGE, or null if nothing is wrong with it
     */
    public static @Nullable BarReject faultOf(Bar bar, SeriesMerging.Range range) {
        boolean holdsIt = range.fromUs() <= bar.key().startTimeUs() && bar.endTimeUs() <= range.toUs();
        return holdsIt && range.fromUs() >= EARLIEST_US && range.toUs() <= LATEST_US ? null : BarReject.INVALID_RANGE;
    }

    private static boolean isOnGrid(Bar bar, TradingCalendar calendar) {
        Timeframe timeframe = bar.key().timeframe();
        long startUs = bar.key().startTimeUs();
        return startUs >= EARLIEST_US
                && startUs <= LATEST_US
                && calendar.startOf(timeframe, startUs) == startUs
                && calendar.endOf(timeframe, startUs) == bar.endTimeUs();
    }

    private static boolean isWrongIfThere(@Nullable Ohlc prices) {
        return prices != null && isWrong(prices);
    }

    private static boolean isWrong(Ohlc prices) {
        return !(prices.low() > 0
                && prices.high() < LIMIT
                && prices.low() <= prices.open()
                && prices.open() <= prices.high()
                && prices.low() <= prices.close()
                && prices.close() <= prices.high());
    }

    private static boolean hasWrongNumbers(Bar bar) {
        return !(bar.volume() >= 0 && bar.volume() < LIMIT)
                || bar.tickCount() < 0
                || isWrongIfThere(bar.vwap())
                || isWrongIfThere(bar.buyVolume())
                || isWrongIfThere(bar.sellVolume())
                || Double.isInfinite(bar.spreadMean())
                || Double.isInfinite(bar.spreadMax())
                || Double.isInfinite(bar.rangePips())
                || Double.isInfinite(bar.bodyPips());
    }

    private static boolean isWrongIfThere(double value) {
        return !Double.isNaN(value) && !(value >= 0 && value < LIMIT);
    }
}
