package io.candlewick.ingest.simulate.polygon;

import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.SimulatedQuote;
import io.candlewick.ingest.simulate.SimulatedTrade;
import java.util.List;

/**
 * Writes market events the way Polygon's sockets do, with the differences seen between captures: an exchange as number or as text, an extra
 * key now and then.
 *
 * <p><b>Units</b>: times in milliseconds.
 */
final class PolygonElements {

    private static final int BANKS = 48;

    private PolygonElements() {}

    static String forexQuote(SimulatedQuote quote) {
        long ms = quote.timeUs() / 1_000;
        String exchange = ms % 3 == 0 ? "\"" + BANKS + "\"" : Integer.toString(BANKS);
        String extra = ms % 4 == 0 ? ",\"i\":0" : "";
        return "{\"ev\":\"C\",\"p\":\"" + quote.symbol() + "\",\"x\":" + exchange + ",\"a\":" + quote.ask() + ",\"b\":"
                + quote.bid() + extra + ",\"t\":" + ms + "}";
    }

    static String cryptoQuote(SimulatedQuote quote) {
        long ms = quote.timeUs() / 1_000;
        return "{\"ev\":\"XQ\",\"pair\":\"" + hyphen(quote.symbol().text()) + "\",\"bp\":" + quote.bid()
                + ",\"bs\":1.5,\"ap\":" + quote.ask() + ",\"as\":0.25,\"t\":" + ms + ",\"x\":1,\"r\":" + (ms + 3)
                + "}";
    }

    static String cryptoTrade(SimulatedTrade trade) {
        long ms = trade.timeUs() / 1_000;
        String id = ms % 2 == 0 ? trade.id() : "\"" + trade.id() + "\"";
        return "{\"ev\":\"XT\",\"pair\":\"" + hyphen(trade.symbol().text()) + "\",\"p\":" + trade.price() + ",\"t\":"
                + ms + ",\"s\":" + trade.size() + ",\"c\":[" + (trade.isBuyer() ? 2 : 1) + "],\"i\":" + id
                + ",\"x\":1,\"r\":" + (ms + 3) + "}";
    }

    static String stockQuote(SimulatedQuote quote) {
        long ms = quote.timeUs() / 1_000;
        return "{\"ev\":\"Q\",\"sym\":\"" + quote.symbol() + "\",\"bx\":4,\"bp\":" + quote.bid() + ",\"bs\":3,\"ax\":7,"
                + "\"ap\":" + quote.ask() + ",\"as\":2,\"c\":0,\"i\":[604],\"t\":" + ms + ",\"q\":" + ms % 1_000_000
                + ",\"z\":3}";
    }

    static String stockTrade(SimulatedTrade trade, long sequence) {
        long ms = trade.timeUs() / 1_000;
        return "{\"ev\":\"T\",\"sym\":\"" + trade.symbol() + "\",\"x\":4,\"i\":\"" + trade.id() + "\",\"z\":3,\"p\":"
                + trade.price() + ",\"s\":" + (long) trade.size() + ",\"c\":[0,12],\"t\":" + ms + ",\"q\":" + sequence
                + "}";
    }

    private static String hyphen(String symbol) {
        return symbol.replace('/', '-');
    }

    /** The element of an event as a channel sends it; empty if the channel does not send it. */
    static String of(String channel, MarketEvent event) {
        SimulatedQuote quote = event.quote();
        SimulatedTrade trade = event.trade();
        return switch (channel) {
            case "C" -> quote == null ? "" : forexQuote(quote);
            case "XQ" -> quote == null ? "" : cryptoQuote(quote);
            case "XT" -> trade == null ? "" : cryptoTrade(trade);
            case "Q" -> quote == null ? "" : stockQuote(quote);
            case "T" -> trade == null ? "" : stockTrade(trade, trade.timeUs() / 1_000);
            default -> "";
        };
    }

    /** Elements as a broken sender might make them: a client must drop each and keep its neighbours. */
    static final List<String> DAMAGED = List.of(
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.0852,\"t\":1704067200000}",
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":\"n/a\",\"b\":1.085,\"t\":1704067200000}",
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.0852,\"b\":-1.0,\"t\":1704067200000}",
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.0852,\"b\":1.085}",
            "{\"ev\":\"C\",\"p\":null,\"x\":48,\"a\":1.0852,\"b\":1.085,\"t\":1704067200000}",
            "{\"ev\":\"ZZ\",\"p\":\"EUR/USD\"}",
            "{\"p\":\"EUR/USD\"}",
            "null",
            "42",
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.0852,\"b\":1.085,\"t\":\"yesterday\"}");
}
