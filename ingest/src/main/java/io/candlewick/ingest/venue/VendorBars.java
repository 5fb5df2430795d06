package io.candlewick.ingest.venue;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gate between a vendor's rows and bars: a row becomes a bar of the asked series, or it is rejected with its reason.
 *
 * <p><b>Edges</b>: a row outside the asked span is left out in silence, because vendors round spans up; bounds are inclusive of the first
 * start and exclusive of the last. <b>Thread</b>: one. <b>Cost</b>: one bar a row, nothing else is allocated for a good one.
 */
public final class VendorBars {

    /* What exact sums have room for; no market trades in such numbers. */
    private static final double LIMIT = 1e15;
    /* Millionths of a pip: finer than any price, and exact in a double. */
    private static final double PIP_PARTS = 1e6;

    private final SeriesRange range;
    private final BarListener listener;
    private final TradingCalendar calendar;
    private final String tenant;
    private long lastStartUs = Long.MIN_VALUE;

    /**
     * The gate of one answer.
     *
     * @param range what was asked
     * @param listener takes bars and rejected rows
     */
    public VendorBars(SeriesRange range, BarListener listener) {
        this.range = range;
        this.listener = listener;
        this.calendar = range.instrument().calendar();
        this.tenant = range.instrument().tenant();
    }

    /**
     * Takes a row.
     *
     * @param row the row
     * @param raw its text as received; asked for only if it is rejected
     */
    public void take(VendorRow row, Supplier<String> raw) {
        if (row.fault != null) {
            listener.rejected(RowFault.INCOMPLETE, row.fault, raw.get());
            return;
        }
        if (row.startUs != VendorRow.NO_START && (row.startUs < range.fromUs() || row.startUs >= range.toUs())) {
            return;
        }
        RowFault fault = faultOf(row);
        if (fault != null) {
            listener.rejected(fault, detail(row), raw.get());
            return;
        }
        lastStartUs = row.startUs;
        listener.bar(bar(row));
    }

    private @Nullable RowFault faultOf(VendorRow row) {
        if (row.startUs == VendorRow.NO_START || isMissing(row)) {
            return RowFault.INCOMPLETE;
        }
        if (calendar.startOf(range.timeframe(), row.startUs) != row.startUs) {
            return RowFault.OFF_GRID;
        }
        if (row.startUs < lastStartUs) {
            return RowFault.OUT_OF_ORDER;
        }
        if (!(row.low > 0
                && row.high < LIMIT
                && row.low <= Math.min(row.open, row.close)
                && row.high >= Math.max(row.open, row.close))) {
            return RowFault.INVALID_PRICE;
        }
        boolean goodVolume = row.volume >= 0 && row.volume < LIMIT && row.count >= 0;
        boolean goodMean = Double.isNaN(row.vwap) || (row.vwap >= 0 && row.vwap < LIMIT);
        return goodVolume && goodMean ? null : RowFault.INVALID_VOLUME;
    }

    private static boolean isMissing(VendorRow row) {
        // NaN plus anything is NaN.
        return Double.isNaN(row.open + row.high + row.low + row.close) || Double.isNaN(row.volume);
    }

    private String detail(VendorRow row) {
        String start = row.startUs == VendorRow.NO_START ? "none" : Times.text(row.startUs);
        return range.instrument().symbol() + " " + range.timeframe() + " start=" + start + " open=" + row.open
                + " high=" + row.high + " low=" + row.low + " close=" + row.close + " volume=" + row.volume;
    }

    private Bar bar(VendorRow row) {
        Instrument instrument = range.instrument();
        return new Bar(
                new BarKey(tenant, instrument.symbol(), range.timeframe(), row.startUs),
                calendar.endOf(range.timeframe(), row.startUs),
                new Ohlc(row.open, row.high, row.low, row.close),
                null,
                null,
                row.volume,
                row.count,
                row.vwap > 0 ? row.vwap : Double.NaN,
                Double.NaN,
                Double.NaN,
                pips(row.high - row.low, instrument.pipSize()),
                pips(row.close - row.open, instrument.pipSize()),
                Double.NaN,
                Double.NaN,
                Bar.NO_TIME,
                Bar.NO_TIME,
                BarStatus.FINAL,
                0,
                null,
                BarSource.VENDOR,
                true);
    }

    private static double pips(double distance, double pipSize) {
        return Double.isNaN(pipSize) ? Double.NaN : Math.rint(distance / pipSize * PIP_PARTS) / PIP_PARTS + 0.0;
    }
}
