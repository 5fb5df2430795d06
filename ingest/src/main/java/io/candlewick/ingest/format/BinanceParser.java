package io.candlewick.ingest.format;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import java.io.IOException;

/**
 * Binance's public files of trades and aggregated trades, spot and futures.
 *
 * <p>trades: id, price, qty, quote qty, time, is buyer maker[, is best match]. aggTrades: id, price, qty, first id, last id, time, is buyer
 * maker[, is best match]. Which of the two it is shows in the first trade: the sixth field of a trade is a flag, of an aggregated trade the
 * time. Times are milliseconds, in spot files from 2025 on microseconds. <b>Source</b>: github.com/binance/binance-public-data, README.
 */
final class BinanceParser implements LineParser {

    private static final int ID = 0;
    private static final int PRICE = 1;
    private static final int SIZE = 2;
    private static final int LEAST_FIELDS = 6;

    private int columns;
    private int time;
    private int buyerIsMaker;

    BinanceParser(Symbol symbol, TickRow row) {
        row.symbol = symbol;
        row.kind = TickKind.TRADE;
    }

    @Override
    public Content parse(Fields fields, TickRow row) throws BadLineException, IOException {
        if (columns == 0) {
            if (fields.looksLikeHeader()) {
                return Content.HEADER;
            }
            readLayout(fields);
        }
        fields.expect(columns);
        row.eventTimeUs = fields.epochUs(time, EpochUnit.BY_MAGNITUDE, "time");
        row.price = fields.number(PRICE, "price");
        row.size = fields.number(SIZE, "qty");
        row.aggressorSide = Sides.ofMaker(fields, buyerIsMaker);
        row.tradeId = fields.text(ID);
        return Content.TICK;
    }

    private void readLayout(Fields fields) throws BadLineException {
        if (fields.count() < LEAST_FIELDS) {
            throw new BadLineException(
                    RejectReason.MISSING_FIELD, fields.count() + " fields where a trade has at least " + LEAST_FIELDS);
        }
        boolean plainTrades = !fields.isEmpty(5) && Character.isLetter(fields.line()[fields.start(5)]);
        if (!plainTrades && fields.count() == LEAST_FIELDS) {
            throw new BadLineException(RejectReason.MISSING_FIELD, "neither a trade nor an aggregated trade");
        }
        time = plainTrades ? 4 : 5;
        buyerIsMaker = time + 1;
        columns = fields.count();
    }
}
