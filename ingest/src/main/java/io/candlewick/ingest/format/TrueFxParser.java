package io.candlewick.ingest.format;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TrueFX ticks: {@code EUR/USD,yyyyMMdd HH:mm:ss.SSS,bid,ask}, UTC, no header; a file may hold several pairs.
 *
 * <p><b>Edges</b>: with a symbol given, ticks of other pairs are passed over; without, every pair is a symbol.
 */
final class TrueFxParser implements LineParser {

    private static final int TIME_LENGTH = "20160502 00:00:00.959".length();
    private static final int FIELDS = 4;
    private static final int MAX_SYMBOLS = 10_000;

    private final @Nullable Symbol wanted;
    private final LocalTimes times = new LocalTimes(ZoneOffset.UTC);
    private final Map<String, Symbol> symbols = new HashMap<>();
    private byte[] lastPair = new byte[0];
    private @Nullable Symbol lastSymbol;

    TrueFxParser(Optional<Symbol> symbol, TickRow row) {
        wanted = symbol.orElse(null);
        row.kind = TickKind.QUOTE;
    }

    @Override
    public Content parse(Fields fields, TickRow row) throws BadLineException {
        fields.expect(FIELDS);
        Symbol symbol = symbolOf(fields);
        if (wanted != null && !wanted.equals(symbol)) {
            return Content.OTHER_SYMBOL;
        }
        row.symbol = symbol;
        row.eventTimeUs = timeUs(fields);
        row.bid = fields.number(2, "bid");
        row.ask = fields.number(3, "ask");
        return Content.TICK;
    }

    private Symbol symbolOf(Fields fields) throws BadLineException {
        byte[] line = fields.line();
        Symbol last = lastSymbol;
        if (last != null && Arrays.equals(lastPair, 0, lastPair.length, line, fields.start(0), fields.end(0))) {
            return last;
        }
        String text = fields.text(0);
        Symbol symbol = symbols.get(text);
        if (symbol == null) {
            symbol = newSymbol(text);
            symbols.put(text, symbol);
        }
        lastPair = text.getBytes(StandardCharsets.UTF_8);
        lastSymbol = symbol;
        return symbol;
    }

    private Symbol newSymbol(String text) throws BadLineException {
        if (symbols.size() == MAX_SYMBOLS) {
            throw new BadLineException(RejectReason.BAD_SYMBOL, "more than " + MAX_SYMBOLS + " pairs in one file");
        }
        try {
            if (!text.equals(Symbol.EVERY.text())) {
                return Symbol.of(text);
            }
        } catch (IllegalArgumentException notASymbol) {
            throw new BadLineException(RejectReason.BAD_SYMBOL, String.valueOf(notASymbol.getMessage()));
        }
        throw new BadLineException(RejectReason.BAD_SYMBOL, "pair='" + text + "' is not a pair");
    }

    private long timeUs(Fields fields) throws BadLineException {
        byte[] line = fields.line();
        int from = fields.start(1);
        if (fields.end(1) - from == TIME_LENGTH
                && line[from + 8] == ' '
                && line[from + 11] == ':'
                && line[from + 14] == ':'
                && line[from + 17] == '.') {
            int date = LocalTimes.digits(line, from, 8);
            int hour = LocalTimes.digits(line, from + 9, 2);
            int minute = LocalTimes.digits(line, from + 12, 2);
            int second = LocalTimes.digits(line, from + 15, 2);
            int millis = LocalTimes.digits(line, from + 18, 3);
            if (date >= 0 && hour >= 0 && minute >= 0 && second >= 0 && millis >= 0) {
                try {
                    return times.us(date, hour, minute, second, millis);
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
                "time='" + Fields.text(fields.line(), fields.start(1), fields.end(1))
                        + "' is not yyyyMMdd HH:mm:ss.SSS");
    }
}
