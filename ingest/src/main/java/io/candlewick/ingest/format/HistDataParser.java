package io.candlewick.ingest.format;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * HistData's ASCII ticks: {@code yyyyMMdd HHmmssSSS,bid,ask,0}, no header.
 *
 * <p>The vendor's clock is EST without daylight saving, {@code -05:00}. Files in circulation do not all keep to that, so another zone can
 * be given. <b>Source</b>: histdata.com, "ASCII tick data" specification.
 */
final class HistDataParser implements LineParser {

    /** Eastern standard time all the year, as the vendor says. */
    static final ZoneId ZONE = ZoneOffset.ofHours(-5);

    private static final int TIME_LENGTH = "20120201 000000123".length();
    private static final int FIELDS = 4;

    private final LocalTimes times;

    HistDataParser(Symbol symbol, ZoneId zone, TickRow row) {
        times = new LocalTimes(zone);
        row.symbol = symbol;
        row.kind = TickKind.QUOTE;
    }

    @Override
    public Content parse(Fields fields, TickRow row) throws BadLineException {
        if (fields.count() != FIELDS && fields.count() != FIELDS - 1) {
            fields.expect(FIELDS);
        }
        row.eventTimeUs = timeUs(fields);
        row.bid = fields.number(1, "bid");
        row.ask = fields.number(2, "ask");
        return Content.TICK;
    }

    private long timeUs(Fields fields) throws BadLineException {
        byte[] line = fields.line();
        int from = fields.start(0);
        if (fields.end(0) - from == TIME_LENGTH && line[from + 8] == ' ') {
            int date = LocalTimes.digits(line, from, 8);
            int clock = LocalTimes.digits(line, from + 9, 6);
            int millis = LocalTimes.digits(line, from + 15, 3);
            if (date >= 0 && clock >= 0 && millis >= 0) {
                try {
                    return times.us(date, clock / 10_000, clock / 100 % 100, clock % 100, millis);
                } catch (DateTimeException noSuchTime) {
                    throw bad(fields);
                }
            }
        }
        throw bad(fields);
    }

    private static BadLineException bad(Fields fields) {
        return new BadLineException(
                RejectReason.BAD_TIME,
                "time='" + Fields.text(fields.line(), fields.start(0), fields.end(0)) + "' is not yyyyMMdd HHmmssSSS");
    }
}
