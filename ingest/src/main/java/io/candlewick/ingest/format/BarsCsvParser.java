package io.candlewick.ingest.format;

import io.candlewick.market.Ohlc;
import io.candlewick.market.Times;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bars as CSV with a header: the bar's start, and open, high, low and close, once or of bid and ask.
 *
 * <p><b>Edges</b>: of bid and ask bars each price is the mid of the two sides; the highest mid lies somewhat below the mid of the highest bid
 * and the highest ask, and no file tells where. {@code volume} may be missing.
 */
final class BarsCsvParser implements BarLineParser {

    private static final List<String> PRICES = List.of("open", "high", "low", "close");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private @Nullable Columns columns;
    private int time;
    private EpochUnit unit = EpochUnit.BY_MAGNITUDE;
    private boolean isTwoSided;
    private int volume;

    @Override
    public @Nullable BarRow parse(Fields fields) throws BadLineException, IOException {
        Columns header = columns;
        if (header == null) {
            readHeader(fields);
            return null;
        }
        fields.expect(header.count());
        long startUs = fields.epochUs(time, unit, header.name(time));
        Ohlc bid = isTwoSided ? prices(fields, header, "bid_") : null;
        Ohlc ask = isTwoSided ? prices(fields, header, "ask_") : null;
        Ohlc price = bid != null && ask != null ? mid(bid, ask) : prices(fields, header, "");
        double size = fields.optionalNumber(volume, "volume");
        return new BarRow(
                Times.instant(startUs).toString(),
                List.of(Times.instant(startUs)),
                price,
                bid,
                ask,
                Double.isNaN(size) ? 0 : size);
    }

    private void readHeader(Fields fields) throws IOException {
        if (!fields.looksLikeHeader()) {
            throw new IOException("there is no header; bars-csv is told by its column names");
        }
        Columns header = new Columns(fields.texts());
        time = header.require(
                "bar_start_epoch_us", "bar_start_epoch_ms", "epoch_us", "epoch_ms", "start_time", "time", "timestamp");
        unit = header.unit(time);
        isTwoSided = header.find("bid_open") != Columns.ABSENT;
        for (String price : PRICES) {
            for (String side : isTwoSided ? List.of("bid_", "ask_") : List.of("")) {
                int unused = header.require(side + price);
            }
        }
        volume = header.find("volume");
        columns = header;
    }

    private static Ohlc prices(Fields fields, Columns header, String side) throws BadLineException {
        double[] values = new double[PRICES.size()];
        for (int price = 0; price < values.length; price++) {
            String name = side + PRICES.get(price);
            values[price] = fields.number(header.find(name), name);
        }
        return new Ohlc(values[0], values[1], values[2], values[3]);
    }

    private static Ohlc mid(Ohlc bid, Ohlc ask) {
        return new Ohlc(
                mid(bid.open(), ask.open()),
                mid(bid.high(), ask.high()),
                mid(bid.low(), ask.low()),
                mid(bid.close(), ask.close()));
    }

    private static double mid(double bid, double ask) {
        return BigDecimal.valueOf(bid).add(BigDecimal.valueOf(ask)).divide(TWO).doubleValue();
    }
}
