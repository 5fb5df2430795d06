package io.candlewick.ingest.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.candlewick.avro.AggressorSide;
import io.candlewick.ingest.feed.BadElement;
import io.candlewick.ingest.feed.Elements;
import io.candlewick.ingest.feed.EventOrder;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads Alpaca's JSON frames: trades and quotes of stocks and coins, and what the session says.
 *
 * <p><b>Units</b>: times are RFC 3339 with nanoseconds, cut to microseconds; a coin's sizes count coins. Sizes of quotes of shares are left out,
 * because the documents disagree on whether they count shares or lots of a hundred. <b>Thread</b>: one.
 *
 * <p><b>Source</b>: the vendor's documents and official clients, copies of 2025 and 2026.
 */
final class AlpacaMapper {

    private final String tenant;
    private final String feed;
    private final Predicate<Symbol> isWanted;
    private final EventOrder order = new EventOrder();

    /** Takes what is in a frame, in its order. */
    interface Listener {

        void tick(Tick tick);

        void success(String message);

        void error(int code, String message);

        /** The whole of what is subscribed: symbols by channel. */
        void subscription(Map<String, Set<String>> held);

        void reject(RejectCause cause, String detail, String element);
    }

    AlpacaMapper(String tenant, String feed, Predicate<Symbol> isWanted) {
        this.tenant = tenant;
        this.feed = feed;
        this.isWanted = isWanted;
    }

    void map(String frame, long receivedUs, Listener listener) {
        Elements.read(frame, new Elements.Listener() {
            @Override
            public void on(JsonNode node) throws BadElement {
                String type = node.path("T").asText("");
                switch (type) {
                    case "t" -> listener.tick(trade(node, receivedUs));
                    case "q" -> listener.tick(quote(node, receivedUs));
                    case "success" -> listener.success(node.path("msg").asText(""));
                    case "error" ->
                        listener.error(
                                node.path("code").asInt(), node.path("msg").asText(""));
                    case "subscription" -> {
                        Map<String, Set<String>> held = new HashMap<>();
                        for (String channel : AlpacaFeed.CHANNELS) {
                            Set<String> symbols = new HashSet<>();
                            node.path(channel).forEach(name -> symbols.add(name.asText()));
                            held.put(channel, symbols);
                        }
                        listener.subscription(held);
                    }
                    case "" -> throw new BadElement(RejectCause.MISSING_FIELD, "T is missing");
                    default -> throw new BadElement(RejectCause.UNKNOWN_EVENT, "T=" + type + " is not read");
                }
            }

            @Override
            public void reject(RejectCause cause, String detail, String element) {
                listener.reject(cause, detail, element);
            }
        });
    }

    private Tick trade(JsonNode node, long receivedUs) throws BadElement {
        Symbol symbol = symbol(node);
        long timeUs = time(node);
        double price = Elements.number(node, "p");
        double size = Elements.number(node, "s");
        return Tick.trade(
                        new Tick.Origin(tenant, feed, receivedUs),
                        symbol,
                        timeUs,
                        order.next(symbol, timeUs),
                        price,
                        size,
                        taker(node),
                        Elements.text(node, "i"))
                .at(Elements.text(node, "x"), Elements.codes(node, "c"));
    }

    private Tick quote(JsonNode node, long receivedUs) throws BadElement {
        Symbol symbol = symbol(node);
        long timeUs = time(node);
        double bid = Elements.number(node, "bp");
        double ask = Elements.number(node, "ap");
        // Only quotes of shares name their exchanges.
        boolean ofShares = node.has("bx") || node.has("ax");
        return Tick.quote(
                        new Tick.Origin(tenant, feed, receivedUs),
                        symbol,
                        timeUs,
                        order.next(symbol, timeUs),
                        bid,
                        ask,
                        ofShares ? Double.NaN : Elements.numberOr(node, "bs", 1),
                        ofShares ? Double.NaN : Elements.numberOr(node, "as", 1))
                .at(Elements.text(node, "bx"), Elements.codes(node, "c"));
    }

    private Symbol symbol(JsonNode node) throws BadElement {
        JsonNode name = node.path("S");
        if (!name.isTextual()) {
            throw new BadElement(RejectCause.MISSING_FIELD, "S=" + name + " is no symbol");
        }
        try {
            Symbol symbol = Symbol.of(name.textValue());
            if (isWanted.test(symbol)) {
                return symbol;
            }
        } catch (IllegalArgumentException notASymbol) {
            throw new BadElement(RejectCause.MISSING_FIELD, "S=" + name + " is no symbol");
        }
        throw new BadElement(RejectCause.NOT_SUBSCRIBED, "S=" + name.textValue() + " is not subscribed");
    }

    private static long time(JsonNode node) throws BadElement {
        JsonNode time = node.path("t");
        try {
            return Times.us(Instant.parse(time.asText("")));
        } catch (DateTimeParseException | IllegalArgumentException notATime) {
            throw new BadElement(RejectCause.BAD_TIME, "t=" + time + " is no time");
        }
    }

    /* Only coins name their taker. */
    private static AggressorSide taker(JsonNode node) {
        return switch (node.path("tks").asText("")) {
            case "B" -> AggressorSide.BUY;
            case "S" -> AggressorSide.SELL;
            default -> AggressorSide.UNKNOWN;
        };
    }
}
