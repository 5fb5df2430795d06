package io.candlewick.ingest.format;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trades as CSV with a header.
 *
 * <p>Columns, in any order: {@code epoch_ms}, {@code epoch_us}, {@code time} or {@code timestamp}; {@code price}; {@code size},
 * {@code qty} or {@code quantity}; and if there are any {@code taker_side}, {@code side} or {@code buyer_is_maker}; {@code agg_trade_id},
 * {@code trade_id} or {@code id}; {@code exchange} or {@code venue}; any that start with {@code sale_condition}, sent as they stand;
 * {@code suspicious} and {@code price_eligible}, sent as the conditions {@value #SUSPICIOUS} and {@value #NOT_PRICE_ELIGIBLE}.
 */
final class TradeCsvParser implements LineParser {

    static final String SUSPICIOUS = "suspicious";
    static final String NOT_PRICE_ELIGIBLE = "not_price_eligible";

    private @Nullable Layout layout;

    TradeCsvParser(Symbol symbol, TickRow row) {
        row.symbol = symbol;
        row.kind = TickKind.TRADE;
    }

    @Override
    public Content parse(Fields fields, TickRow row) throws BadLineException, IOException {
        Layout known = layout;
        if (known == null) {
            if (!fields.looksLikeHeader()) {
                throw new IOException("trades-csv needs a header with at least epoch_ms or epoch_us, price, size");
            }
            layout = Layout.of(new Columns(fields.texts()));
            return Content.HEADER;
        }
        fields.expect(known.columns);
        row.eventTimeUs = fields.epochUs(known.time, known.unit, known.timeName);
        row.price = fields.number(known.price, "price");
        row.size = fields.number(known.size, "size");
        row.aggressorSide = sideOf(fields, known);
        row.tradeId = textOf(fields, known.tradeId);
        row.venue = textOf(fields, known.venue);
        row.conditions = conditionsOf(fields, known);
        return Content.TICK;
    }

    private static AggressorSide sideOf(Fields fields, Layout known) throws BadLineException {
        if (known.takerSide != Columns.ABSENT) {
            return Sides.ofTaker(fields, known.takerSide);
        }
        if (known.buyerIsMaker != Columns.ABSENT) {
            return Sides.ofMaker(fields, known.buyerIsMaker);
        }
        return AggressorSide.UNKNOWN;
    }

    private static @Nullable String textOf(Fields fields, int column) {
        return column == Columns.ABSENT || fields.isEmpty(column) ? null : fields.text(column);
    }

    private @Nullable String conditionsOf(Fields fields, Layout known) {
        String text = null;
        for (int column : known.saleConditions) {
            if (!fields.isEmpty(column)) {
                text = join(text, fields.text(column));
            }
        }
        if (known.suspicious != Columns.ABSENT && isYes(fields, known.suspicious)) {
            text = join(text, SUSPICIOUS);
        }
        if (known.priceEligible != Columns.ABSENT
                && !fields.isEmpty(known.priceEligible)
                && !isYes(fields, known.priceEligible)) {
            text = join(text, NOT_PRICE_ELIGIBLE);
        }
        return text;
    }

    private static boolean isYes(Fields fields, int column) {
        if (fields.isEmpty(column)) {
            return false;
        }
        byte first = fields.line()[fields.start(column)];
        return first == '1' || first == 't' || first == 'T' || first == 'y' || first == 'Y';
    }

    private record Layout(
            int columns,
            int time,
            String timeName,
            EpochUnit unit,
            int price,
            int size,
            int takerSide,
            int buyerIsMaker,
            int tradeId,
            int venue,
            int suspicious,
            int priceEligible,
            List<Integer> saleConditions) {

        static Layout of(Columns header) throws IOException {
            int time = header.require("epoch_us", "epoch_ms", "time", "timestamp");
            return new Layout(
                    header.count(),
                    time,
                    header.name(time),
                    header.unit(time),
                    header.require("price"),
                    header.require("size", "qty", "quantity"),
                    header.find("taker_side", "side"),
                    header.find("buyer_is_maker", "is_buyer_maker"),
                    header.find("agg_trade_id", "trade_id", "id"),
                    header.find("exchange", "venue"),
                    header.find("suspicious"),
                    header.find("price_eligible"),
                    header.startingWith("sale_condition"));
        }
    }

    private static String join(@Nullable String before, String next) {
        return before == null ? next : before + ',' + next;
    }
}
