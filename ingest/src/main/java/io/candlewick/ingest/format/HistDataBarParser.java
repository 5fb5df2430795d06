package io.candlewick.ingest.format;

import io.candlewick.market.Ohlc;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * HistData's ASCII bars: {@code yyyyMMdd HHmmss;open;high;low;close;volume}, bid prices, volume always 0.
 *
 * <p><b>Source</b>: histdata.com, "ASCII 1 minute bar" specification. The files as published have no header; collections that cut the
 * volume off and put commas and a header in are read as well.
 */
final class HistDataBarParser implements BarLineParser {

    private static final int LABEL_LENGTH = "20120201 000000".length();
    private static final int FIELDS = 6;

    private final LabelClock clock;
    private boolean isPastHeader;

    HistDataBarParser(LabelClock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable BarRow parse(Fields fields) throws BadLineException {
        if (!isPastHeader) {
            isPastHeader = true;
            if (fields.looksLikeHeader()) {
                return null;
            }
        }
        if (fields.count() != FIELDS - 1) {
            fields.expect(FIELDS);
        }
        LocalDateTime label = label(fields);
        Ohlc bid = new Ohlc(
                fields.number(1, "open"), fields.number(2, "high"), fields.number(3, "low"), fields.number(4, "close"));
        return new BarRow(label.toString(), clock.instantsOf(label), bid, bid, null, 0);
    }

    private static LocalDateTime label(Fields fields) throws BadLineException {
        byte[] line = fields.line();
        int from = fields.start(0);
        if (fields.end(0) - from == LABEL_LENGTH && line[from + 8] == ' ') {
            int date = LocalTimes.digits(line, from, 8);
            int time = LocalTimes.digits(line, from + 9, 6);
            if (date >= 0 && time >= 0) {
                try {
                    return LocalDateTime.of(
                            date / 10_000, date / 100 % 100, date % 100, time / 10_000, time / 100 % 100, time % 100);
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
                "time='" + Fields.text(fields.line(), fields.start(0), fields.end(0)) + "' is not yyyyMMdd HHmmss");
    }
}
