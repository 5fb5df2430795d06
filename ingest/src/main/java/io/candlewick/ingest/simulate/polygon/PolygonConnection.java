package io.candlewick.ingest.simulate.polygon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.ingest.simulate.Fault;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.SocketWriter;
import io.candlewick.market.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Session;

/** One client of the simulated vendor: what it may do, what it has subscribed, what it was sent. <b>Thread</b>: any. */
final class PolygonConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ELEMENTS_A_FRAME = 20;

    final PolygonCluster cluster;
    private final Faults faults;
    private final SocketWriter writer;
    private final Map<Symbol, Set<String>> channels = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private volatile boolean isAuthenticated;
    private volatile boolean isClosed;
    private long dice;

    PolygonConnection(PolygonCluster cluster, Session session, Faults faults) {
        this.cluster = cluster;
        this.faults = faults;
        this.writer = new SocketWriter(session);
        status("connected", "Connected Successfully");
    }

    long sent() {
        return sent.get();
    }

    long damaged() {
        return damaged.get();
    }

    boolean isAuthenticated() {
        return isAuthenticated;
    }

    Set<Symbol> symbols() {
        return channels.keySet();
    }

    Map<String, Object> describe() {
        return Map.of(
                "cluster", cluster.name(),
                "symbols", channels.size(),
                "sent", sent.get(),
                "damaged", damaged.get(),
                "closed", isClosed);
    }

    /** What the client says; the answer says whether it has just been let in. */
    boolean on(String message) {
        String action;
        String params;
        try {
            JsonNode node = JSON.readTree(message);
            action = node.path("action").asText();
            params = node.path("params").asText();
        } catch (JsonProcessingException notJson) {
            status("error", "invalid message");
            return false;
        }
        switch (action) {
            case "auth" -> {
                return authenticate(params);
            }
            case "subscribe" -> subscribe(params);
            case "unsubscribe" -> unsubscribe(params);
            default -> status("error", "unknown action");
        }
        return false;
    }

    private boolean authenticate(String key) {
        if (faults.take(PolygonSockets.AUTH_TIMEOUT).isPresent()) {
            status("auth_timeout", "authentication timed out");
            close("");
            return false;
        }
        if (key.isBlank() || faults.take(PolygonSockets.AUTH_FAILED).isPresent()) {
            status("auth_failed", "authentication failed");
            return false;
        }
        isAuthenticated = true;
        status("auth_success", "authenticated");
        return true;
    }

    private void subscribe(String params) {
        if (!isAuthenticated) {
            status("auth_required", "not authenticated");
            return;
        }
        List<String> answers = new ArrayList<>();
        for (String param : params.split(",", -1)) {
            subscribeOne(param.strip()).ifPresent(answers::add);
        }
        if (!answers.isEmpty()) {
            offer("[" + String.join(",", answers) + "]");
        }
    }

    private Optional<String> subscribeOne(String param) {
        int dot = param.indexOf('.');
        String channel = dot < 0 ? param : param.substring(0, dot);
        if (dot < 0
                || !cluster.publishes(channel)
                || faults.take(PolygonSockets.UNCONFIRMED).isPresent()) {
            return Optional.empty();
        }
        Optional<Fault> refused = faults.peek(PolygonSockets.NOT_AUTHORIZED)
                .filter(fault -> fault.value().isEmpty() || fault.value().equals(param));
        if (refused.isPresent()) {
            return Optional.of(element("error", "not authorized"));
        }
        Symbol symbol = cluster.symbol(param.substring(dot + 1));
        boolean isNew = channels.computeIfAbsent(symbol, any -> ConcurrentHashMap.newKeySet())
                .add(channel);
        return isNew ? Optional.of(element("success", "subscribed to: " + param)) : Optional.empty();
    }

    private void unsubscribe(String params) {
        for (String param : params.split(",", -1)) {
            String name = param.strip();
            int dot = name.indexOf('.');
            if (dot > 0) {
                Symbol symbol = cluster.symbol(name.substring(dot + 1));
                Set<String> held = channels.get(symbol);
                if (held != null && held.remove(name.substring(0, dot)) && held.isEmpty()) {
                    channels.remove(symbol);
                }
                status("success", "unsubscribed to: " + name);
            }
        }
    }

    /** Sends what the client has subscribed of what happened, several elements in a frame. */
    void send(List<MarketEvent> events) {
        List<String> elements = new ArrayList<>();
        for (MarketEvent event : events) {
            for (String channel : channels.getOrDefault(event.symbol(), Set.of())) {
                String element = PolygonElements.of(channel, event);
                if (!element.isEmpty()) {
                    elements.add(element);
                    sent.incrementAndGet();
                    damage(elements);
                }
            }
        }
        int frameElements = faults.take(PolygonSockets.BIG_FRAME).isPresent() ? elements.size() : MOST_ELEMENTS_A_FRAME;
        for (int at = 0; at < elements.size(); ) {
            dice = dice * 6364136223846793005L + 1442695040888963407L;
            int wanted = frameElements > MOST_ELEMENTS_A_FRAME
                    ? frameElements
                    : 1 + Math.floorMod(dice >>> 33, frameElements);
            int end = Math.min(elements.size(), at + wanted);
            offer("[" + String.join(",", elements.subList(at, end)) + "]");
            at = end;
        }
    }

    private void damage(List<String> elements) {
        Optional<Fault> fault = faults.peek(PolygonSockets.MALFORMED);
        if (fault.isPresent()
                && sent.get() * fault.get().number(5) % 100 < fault.get().number(5)) {
            elements.add(
                    PolygonElements.DAMAGED.get((int) (damaged.getAndIncrement() % PolygonElements.DAMAGED.size())));
        }
    }

    private void status(String status, String message) {
        offer("[" + element(status, message) + "]");
    }

    private static String element(String status, String message) {
        return "{\"ev\":\"status\",\"status\":\"" + status + "\",\"message\":\"" + message + "\"}";
    }

    private void offer(String frame) {
        if (!isClosed && !writer.offer(frame)) {
            // The vendor's buffer for this client is full; whether its last word arrives is anybody's guess.
            close(element("slow_consumer", "slow consumer"));
        }
    }

    void evict() {
        close(element("max_connections", "Maximum number of websocket connections exceeded."));
    }

    void close(String lastElement) {
        isClosed = true;
        writer.close(lastElement.isEmpty() ? "" : "[" + lastElement + "]");
    }

    void closedByClient() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }
}
