package io.candlewick.chaos;

import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.PlaceException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Holds what the history lane said against what the vendor has: its minute bars, and those of up to a day merged from them here once
 * more, the plain way.
 *
 * <p>For instruments of calendar UTC, whose bars begin at multiples of their length.
 */
final class HistoryCheck {

    private static final List<Timeframe> TIMEFRAMES =
            List.of(Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.M30, Timeframe.H1, Timeframe.H4, Timeframe.D1);

    private final Backfills backfills;

    /** Open, high, low and close, and the sum of volumes. */
    private record Prices(double open, double high, double low, double close, double volume) {

        Prices then(Prices later) {
            return new Prices(
                    open, Math.max(high, later.high), Math.min(low, later.low), later.close, volume + later.volume);
        }

        static Prices of(Bar bar) {
            return new Prices(
                    bar.price().open(),
                    bar.price().high(),
                    bar.price().low(),
                    bar.price().close(),
                    bar.volume());
        }

        static Prices of(BarRow row) {
            return new Prices(
                    number(row, "open"),
                    number(row, "high"),
                    number(row, "low"),
                    number(row, "close"),
                    number(row, "volume"));
        }

        private static double number(BarRow row, String field) {
            return row.value(field) instanceof Double value ? value : Double.NaN;
        }
    }

    HistoryCheck(Backfills backfills) {
        this.backfills = backfills;
    }

    /** What is lost, too much or different in a place, for one symbol. */
    List<String> differences(Instrument instrument, BarPlace said) throws PlaceException {
        TimeSpan span = backfills.span();
        List<Bar> minutes = backfills.of(instrument.symbol(), span);
        List<String> differences = new ArrayList<>();
        for (Timeframe timeframe : TIMEFRAMES) {
            NavigableMap<Long, Prices> wanted = merged(minutes, timeframe.lengthUs());
            BarRange range =
                    new BarRange(BarKey.SYSTEM_TENANT, instrument.symbol(), timeframe, span.startUs(), span.endUs());
            for (BarRow row : said.read(range)) {
                Prices due = wanted.remove(row.startTimeUs());
                Prices found = Prices.of(row);
                if (!found.equals(due)) {
                    differences.add(instrument.symbol() + " " + timeframe + " " + Times.instant(row.startTimeUs())
                            + ": the vendor has " + due + ", and " + said.name() + " " + found);
                }
            }
            wanted.forEach((startUs, due) -> differences.add(instrument.symbol() + " " + timeframe + " "
                    + Times.instant(startUs) + ": the vendor has " + due + ", and " + said.name() + " no bar"));
        }
        return differences;
    }

    private static NavigableMap<Long, Prices> merged(List<Bar> minutes, long lengthUs) {
        NavigableMap<Long, Prices> merged = new TreeMap<>();
        for (Bar minute : minutes) {
            long startUs = Math.floorDiv(minute.key().startTimeUs(), lengthUs) * lengthUs;
            merged.merge(startUs, Prices.of(minute), Prices::then);
        }
        return merged;
    }
}
