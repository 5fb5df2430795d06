package io.candlewick.ingest.simulate.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.SimulatedTrade;
import io.candlewick.ingest.simulate.SocketWriter;
import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.websocket.api.Session;

/** One client of the simulated Alpaca. <b>Thread</b>: any. */
final class AlpacaConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    final boolean isCrypto;
    private final Faults faults;
    private final SocketWriter writer;
    private final BooleanSupplier hasRoom;
    private final Set<Symbol> trades = new ConcurrentSkipListSet<>();
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
        return trades;
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
                node.path("trades").forEach(name -> trades.remove(Symbol.of(name.asText())));
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
        List<Symbol> asked = new ArrayList<>();
        node.path("trades").forEach(name -> asked.add(Symbol.of(name.asText())));
        int limit = faults.peek(AlpacaSockets.SYMBOL_LIMIT)
                .map(fault -> fault.number(30))
                .orElse(NO_LIMIT);
        if (trades.size() + asked.size() > limit) {
            error(405, "symbol limit exceeded");
            return;
        }
        trades.addAll(asked);
        sayHeld();
    }

    private void sayHeld() {
        String names = trades.stream().map(symbol -> "\"" + symbol + "\"").collect(Collectors.joining(","));
        offer("[{\"T\":\"subscription\",\"trades\":[" + names + "],\"quotes\":[],\"bars\":[]}]");
    }

    void send(List<MarketEvent> events) {
        List<String> elements = new ArrayList<>();
        for (MarketEvent event : events) {
            SimulatedTrade trade = event.trade();
            if (trade != null && trades.contains(event.symbol())) {
                elements.add(element(trade));
                if (faults.take(AlpacaSockets.MALFORMED).isPresent()) {
                    elements.add("{\"T\":\"t\",\"S\":\"" + trade.symbol() + "\",\"p\":\"?\"}");
                }
            }
        }
        if (!elements.isEmpty()) {
            offer("[" + String.join(",", elements) + "]");
        }
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
