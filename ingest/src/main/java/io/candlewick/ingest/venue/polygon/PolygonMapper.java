package io.candlewick.ingest.venue.polygon;

import com.fasterxml.jackson.databind.JsonNode;
import io.candlewick.avro.AggressorSide;
import io.candlewick.ingest.feed.BadElement;
import io.candlewick.ingest.feed.Elements;
import io.candlewick.ingest.feed.EventOrder;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads Polygon's frames: an array of elements of any mix, each by itself, so that a broken one does not cost its neighbours.
 *
 * <p><b>Units</b>: the vendor's milliseconds become microseconds; stock quote sizes come in round lots of {@value #ROUND_LOT}.
 * <b>Edges</b>: {@code p} is a pair in a forex quote and a price in a trade, so nothing is read before {@code ev}; ids may be text or
 * numbers; unknown keys are ignored. <b>Thread</b>: one.
 *
 * <p><b>Source</b>: the vendor's WebSocket specification, copies of July 2026.
 */
final class PolygonMapper {

    private static final long US_PER_MS = 1_000;
    private static final long LAST_MS = 253_402_300_799_999L;
    private static final int ROUND_LOT = 100;

    private final String tenant;
    private final String feed;
    private final Function<String, Optional<Symbol>> symbolOf;
    private final EventOrder order = new EventOrder();

    /** Takes what is in a frame, in its order. */
    interface Listener {

        void tick(Tick tick);

        void status(String status, String message);

        void reject(RejectCause cause, String detail, String element);
    }

    /** A mapper for one feed; the function knows the symbol of the vendor's name for it. */
    PolygonMapper(String tenant, String feed, Function<String, Optional<Symbol>> symbolOf) {
        this.tenant = tenant;
        this.feed = feed;
        this.symbolOf = symbolOf;
    }

    void map(String frame, long receivedUs, Listener listener) {
        Elements.read(frame, new Elements.Listener() {
            @Override
            public void on(JsonNode node) throws BadElement {
                String event = node.path("ev").asText("");
                if (event.equals("status")) {
                    listener.status(
                            node.path("status").asText(""), node.path("message").asText(""));
                } else {
                    listener.tick(PolygonMapper.this.tick(event, node, receivedUs));
                }
            }

            @Override
            public void reject(RejectCause cause, String detail, String element) {
                listener.reject(cause, detail, element);
            }
        });
    }

    private Tick tick(String event, JsonNode node, long receivedUs) throws BadElement {
        return switch (event) {
            case "C" -> quote(node, "p", receivedUs, "b", "a", null, null, 1);
            case "XQ" -> quote(node, "pair", receivedUs, "bp", "ap", "bs", "as", 1);
            case "Q" -> quote(node, "sym", receivedUs, "bp", "ap", "bs", "as", ROUND_LOT);
            case "XT" -> trade(node, "pair", receivedUs, Elements.number(node, "s"), takerOf(node));
            case "T" -> trade(node, "sym", receivedUs, shares(node), AggressorSide.UNKNOWN);
            case "" -> throw new BadElement(RejectCause.MISSING_FIELD, "ev is missing");
            default -> throw new BadElement(RejectCause.UNKNOWN_EVENT, "ev=" + event + " is not read");
        };
    }

    private Tick quote(
            JsonNode node,
            String name,
            long receivedUs,
            String bidKey,
            String askKey,
            @Nullable String bidSizeKey,
            @Nullable String askSizeKey,
            int lot)
            throws BadElement {
        Symbol symbol = symbol(node, name);
        long timeUs = time(node);
        double bid = Elements.number(node, bidKey);
        double ask = Elements.number(node, askKey);
        return Tick.quote(
                        new Tick.Origin(tenant, feed, receivedUs),
                        symbol,
                        timeUs,
                        sequence(node, symbol, timeUs),
                        bid,
                        ask,
                        bidSizeKey == null ? Double.NaN : Elements.numberOr(node, bidSizeKey, lot),
                        askSizeKey == null ? Double.NaN : Elements.numberOr(node, askSizeKey, lot))
                .at(Elements.text(node, "x"), Elements.codes(node, "c"));
    }

    private Tick trade(JsonNode node, String name, long receivedUs, double size, AggressorSide side) throws BadElement {
        Symbol symbol = symbol(node, name);
        long timeUs = time(node);
        double price = Elements.number(node, "p");
        return Tick.trade(
                        new Tick.Origin(tenant, feed, receivedUs),
                        symbol,
                        timeUs,
                        sequence(node, symbol, timeUs),
                        price,
                        size,
                        side,
                        Elements.text(node, "i"))
                .at(Elements.text(node, "x"), Elements.codes(node, "c"));
    }

    private Symbol symbol(JsonNode node, String key) throws BadElement {
        JsonNode name = node.path(key);
        if (!name.isTextual()) {
            throw new BadElement(RejectCause.MISSING_FIELD, key + "=" + name + " is no symbol");
        }
        return symbolOf.apply(name.textValue())
                .orElseThrow(() -> new BadElement(
                        RejectCause.NOT_SUBSCRIBED, key + "=" + name.textValue() + " is not subscribed"));
    }

    private static long time(JsonNode node) throws BadElement {
        JsonNode time = node.path("t");
        if (time.isMissingNode() || time.isNull()) {
            throw new BadElement(RejectCause.MISSING_FIELD, "t is missing");
        }
        if (!time.isIntegralNumber()
                || !time.canConvertToLong()
                || time.longValue() <= 0
                || time.longValue() > LAST_MS) {
            throw new BadElement(RejectCause.BAD_TIME, "t=" + time + " is no time in milliseconds");
        }
        return time.longValue() * US_PER_MS;
    }

    /* Since 2026 fractional shares come as decimal text beside the rounded number. */
    private static double shares(JsonNode node) throws BadElement {
        JsonNode exact = node.path("ds");
        if (exact.isTextual()) {
            try {
                return Double.parseDouble(exact.textValue());
            } catch (NumberFormatException notANumber) {
                throw new BadElement(RejectCause.BAD_NUMBER, "ds=" + exact + " is no number");
            }
        }
        return Elements.number(node, "s");
    }

    /* Only stocks have a sequence of their own. */
    private long sequence(JsonNode node, Symbol symbol, long timeUs) {
        JsonNode vendors = node.path("q");
        return vendors.isIntegralNumber() ? vendors.longValue() : order.next(symbol, timeUs);
    }

    private static AggressorSide takerOf(JsonNode node) {
        for (JsonNode condition : node.path("c")) {
            if (condition.asInt() == 1) {
                return AggressorSide.SELL;
            }
            if (condition.asInt() == 2) {
                return AggressorSide.BUY;
            }
        }
        return AggressorSide.UNKNOWN;
    }
}
