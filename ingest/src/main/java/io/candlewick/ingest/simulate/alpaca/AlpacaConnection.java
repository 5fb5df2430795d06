package io.candlewick.ingest.simulate.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.SimulatedQuote;
import io.candlewick.ingest.simulate.SimulatedTrade;
import io.candlewick.ingest.simulate.SocketWriter;
import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.websocket.api.Session;

/** One client of the simulated Alpaca. <b>Thread</b>: any. */
final class AlpacaConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRADES = "trades";
    private static final String QUOTES = "quotes";
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    final boolean isCrypto;
    private final Faults faults;
    private final SocketWriter writer;
    private final BooleanSupplier hasRoom;
    private final Map<String, Set<Symbol>> held =
            Map.of(TRADES, new ConcurrentSkipListSet<>(), QUOTES, new ConcurrentSkipListSet<>());
    private volatile boolean isAuthenticated;
    private volatile boolean isClosed;

    AlpacaConnection(boolean isCrypto, Session session, Faults faults, BooleanSupplier hasRoom) {
        this.isCrypto = isCrypto;
        this.faults = faults;
        this.writer = new SocketWriter(session);
        this.hasRoom = hasRoom;
        offer("[{\"T\":\"success\",\"msg\":\"connected\"}]");
    }

    boolean isAuthenticated() {
        return isAuthenticated;
    }

    Set<Symbol> symbols() {
        Set<Symbol> symbols = new TreeSet<>();
        held.values().forEach(symbols::addAll);
        return symbols;
    }

    void on(String message) {
        JsonNode node;
        try {
            node = JSON.readTree(message);
        } catch (JsonProcessingException notJson) {
            error(400, "invalid syntax");
            return;
        }
        switch (node.path("action").asText()) {
            case "auth" -> authenticate(node);
            case "subscribe" -> subscribe(node);
            case "unsubscribe" -> {
                held.forEach((channel, symbols) ->
                        node.path(channel).forEach(name -> symbols.remove(Symbol.of(name.asText()))));
                sayHeld();
            }
            default -> error(400, "invalid syntax");
        }
    }

    private void authenticate(JsonNode node) {
        if (isAuthenticated) {
            error(403, "already authenticated");
        } else if (node.path("key").asText().isBlank()
                || node.path("secret").asText().isBlank()
                || faults.take(AlpacaSockets.AUTH_FAILED).isPresent()) {
            error(402, "auth failed");
        } else if (!hasRoom.getAsBoolean()) {
            error(406, "connection limit exceeded");
        } else {
            isAuthenticated = true;
            offer("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
        }
    }

    /* The whole request or nothing of it. */
    private void subscribe(JsonNode node) {
        if (!isAuthenticated) {
            error(401, "not authenticated");
            return;
        }
        Map<String, Set<Symbol>> asked = new HashMap<>();
        held.forEach((channel, symbols) -> {
            Set<Symbol> all = new TreeSet<>(symbols);
            node.path(channel).forEach(name -> all.add(Symbol.of(name.asText())));
            asked.put(channel, all);
        });
        int limit = faults.peek(AlpacaSockets.SYMBOL_LIMIT)
                .map(fault -> fault.number(30))
                .orElse(NO_LIMIT);
        if (asked.values().stream().mapToInt(Set::size).sum() > limit) {
            error(405, "symbol limit exceeded");
            return;
        }
        asked.forEach(
                (channel, symbols) -> Objects.requireNonNull(held.get(channel)).addAll(symbols));
        sayHeld();
    }

    private void sayHeld() {
        offer("[{\"T\":\"subscription\",\"trades\":[" + names(TRADES) + "],\"quotes\":[" + names(QUOTES)
                + "],\"bars\":[]}]");
    }

    private String names(String channel) {
        return Objects.requireNonNull(held.get(channel)).stream()
                .map(symbol -> "\"" + symbol + "\"")
                .collect(Collectors.joining(","));
    }

    void send(List<MarketEvent> events) {
        List<String> elements = new ArrayList<>();
        for (MarketEvent event : events) {
            String element = element(event);
            if (!element.isEmpty()) {
                elements.add(element);
                if (faults.take(AlpacaSockets.MALFORMED).isPresent()) {
                    elements.add("{\"T\":\"t\",\"S\":\"" + event.symbol() + "\",\"p\":\"?\"}");
                }
            }
        }
        if (!elements.isEmpty()) {
            offer("[" + String.join(",", elements) + "]");
        }
    }

    /* Empty if nobody asked for it. */
    private String element(MarketEvent event) {
        SimulatedTrade trade = event.trade();
        SimulatedQuote quote = event.quote();
        if (trade != null && Objects.requireNonNull(held.get(TRADES)).contains(event.symbol())) {
            return element(trade);
        }
        if (quote != null && Objects.requireNonNull(held.get(QUOTES)).contains(event.symbol())) {
            return element(quote);
        }
        return "";
    }

    private String element(SimulatedQuote quote) {
        String time = ",\"t\":\"" + Times.instant(quote.timeUs()) + "\"";
        return isCrypto
                ? "{\"T\":\"q\",\"S\":\"" + quote.symbol() + "\",\"bp\":" + quote.bid() + ",\"bs\":1.5,\"ap\":"
                        + quote.ask() + ",\"as\":0.25" + time + "}"
                : "{\"T\":\"q\",\"S\":\"" + quote.symbol() + "\",\"bx\":\"V\",\"bp\":" + quote.bid()
                        + ",\"bs\":3,\"ax\":\"V\",\"ap\":" + quote.ask() + ",\"as\":2,\"c\":[\"R\"],\"z\":\"C\"" + time
                        + "}";
    }

    private String element(SimulatedTrade trade) {
        String start = "{\"T\":\"t\",\"S\":\"" + trade.symbol() + "\",\"i\":" + trade.id() + ",\"p\":" + trade.price()
                + ",\"s\":" + trade.size() + ",\"t\":\"" + Times.instant(trade.timeUs()) + "\"";
        return start
                + (isCrypto
                        ? ",\"tks\":\"" + (trade.isBuyer() ? "B" : "S") + "\"}"
                        : ",\"x\":\"V\",\"c\":[\"@\"],\"z\":\"C\"}");
    }

    private void error(int code, String message) {
        offer("[{\"T\":\"error\",\"code\":" + code + ",\"msg\":\"" + message + "\"}]");
    }

    private void offer(String frame) {
        if (!isClosed && !writer.offer(frame)) {
            close("[{\"T\":\"error\",\"code\":407,\"msg\":\"slow client\"}]");
        }
    }

    void close(String lastFrame) {
        isClosed = true;
        writer.close(lastFrame);
    }
}
