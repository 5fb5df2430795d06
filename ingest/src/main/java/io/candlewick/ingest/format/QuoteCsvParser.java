package io.candlewick.ingest.format;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import java.io.IOException;

/**
 * Quotes as CSV: time, bid, ask.
 *
 * <p>With a header, columns may stand in any order: {@code epoch_ms}, {@code epoch_us}, {@code time} or {@code timestamp}; {@code bid};
 * {@code ask}; and if there are any {@code bid_size} and {@code ask_size}. Without one they are time, bid, ask, and the unit of the time
 * is told by its magnitude. Crossed quotes and equal times are quotes like any other.
 */
final class QuoteCsvParser implements LineParser {

    /* Without a header a line has these three only: a decimal comma would pass as more columns. */
    private static final int PLAIN_COLUMNS = 3;

    private int columns;
    private int time;
    private int bid = 1;
    private int ask = 2;
    private int bidSize = Columns.ABSENT;
    private int askSize = Columns.ABSENT;
    private EpochUnit unit = EpochUnit.BY_MAGNITUDE;
    private String timeName = "time";

    QuoteCsvParser(Symbol symbol, TickRow row) {
        row.symbol = symbol;
        row.kind = TickKind.QUOTE;
    }

    @Override
    public Content parse(Fields fields, TickRow row) throws BadLineException, IOException {
        if (columns == 0) {
            if (fields.looksLikeHeader()) {
                readHeader(new Columns(fields.texts()));
                return Content.HEADER;
            }
            columns = PLAIN_COLUMNS;
        }
        fill(fields, row, columns);
        return Content.TICK;
    }

    private void fill(Fields fields, TickRow row, int expected) throws BadLineException {
        fields.expect(expected);
        long eventTimeUs = fields.epochUs(time, unit, timeName);
        row.bid = fields.number(bid, "bid");
        row.ask = fields.number(ask, "ask");
        row.bidSize = fields.optionalNumber(bidSize, "bid_size");
        row.askSize = fields.optionalNumber(askSize, "ask_size");
        row.eventTimeUs = eventTimeUs;
    }

    private void readHeader(Columns header) throws IOException {
        time = header.require("epoch_us", "epoch_ms", "time", "timestamp");
        timeName = header.name(time);
        unit = header.unit(time);
        bid = header.require("bid");
        ask = header.require("ask");
        bidSize = header.find("bid_size");
        askSize = header.find("ask_size");
        columns = header.count();
    }
}
