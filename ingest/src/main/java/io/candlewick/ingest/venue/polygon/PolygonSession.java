package io.candlewick.ingest.venue.polygon;

import io.candlewick.ingest.feed.FeedSession;
import io.candlewick.ingest.feed.Refusals;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.ingest.feed.SessionListener;
import io.candlewick.ingest.feed.SessionListener.Loss;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Polygon's protocol on one connection.
 *
 * <p>Parameters are subscribed one at a time: a refusal does not name what it refuses, and a channel that does not exist is not answered at all,
 * so whatever is unconfirmed when its time is up is the one refused. Data of a symbol counts as its confirmation. A channel already held is never
 * asked for again, because that is not answered either; what was refused is, after a while. <b>Thread</b>: one.
 */
final class PolygonSession implements FeedSession {

    private static final long NOT_SENT = Long.MIN_VALUE;

    private final PolygonMarket market;
    private final String key;
    private final List<String> channels;
    private final long answerUs;
    private final SessionListener listener;
    private final PolygonMapper mapper;
    private final Map<String, Symbol> known = new HashMap<>();
    private final Map<Symbol, Set<String>> held = new HashMap<>();
    private final Refusals refused = new Refusals();
    private final Deque<Param> waiting = new ArrayDeque<>();
    private @Nullable Param asked;
    private long askedUs = NOT_SENT;
    private boolean isAuthenticated;
    private Set<Symbol> wanted = Set.of();
    private long nowUs;

    private record Param(Symbol symbol, String channel, String text) {}

    /** What differs between sessions of one vendor. */
    record Terms(PolygonMarket market, String key, List<String> channels, String tenant, Duration answerTimeout) {}

    PolygonSession(Terms terms, String feed, SessionListener listener) {
        this.market = terms.market;
        this.key = terms.key;
        this.channels = terms.channels;
        this.answerUs = terms.answerTimeout.toNanos() / 1_000;
        this.listener = listener;
        this.mapper =
                new PolygonMapper(terms.tenant, feed, name -> Optional.ofNullable(known.get(market.normal(name))));
    }

    @Override
    public void opened() {
        listener.send("{\"action\":\"auth\",\"params\":\"" + key + "\"}");
    }

    @Override
    public void frame(String text, long receivedUs) {
        nowUs = Math.max(nowUs, receivedUs);
        mapper.map(text, receivedUs, new PolygonMapper.Listener() {
            @Override
            public void tick(Tick tick) {
                if (asked != null && asked.symbol.equals(tick.symbol()) && !held.containsKey(tick.symbol())) {
                    confirm(asked);
                }
                listener.tick(tick);
            }

            @Override
            public void status(String status, String message) {
                onStatus(status, message);
            }

            @Override
            public void reject(RejectCause cause, String detail, String element) {
                listener.reject(cause, detail, element);
            }
        });
    }

    private void onStatus(String status, String message) {
        switch (status) {
            case "connected" -> {
                // Authentication was sent with the opening; the vendor's own clients do not wait either.
            }
            case "auth_success" -> authenticated();
            case "success" -> onSuccess(message);
            case "auth_failed", "auth_timeout" -> listener.lost(Loss.REFUSED, status + ": " + message);
            case "max_connections" -> listener.lost(Loss.EVICTED, status + ": " + message);
            case "error" -> {
                if (!isAuthenticated) {
                    listener.lost(Loss.REFUSED, message);
                } else {
                    refuse(message);
                }
            }
            case "auth_required" -> refuse(status + ": " + message);
            default -> listener.lost(Loss.BROKEN, status + ": " + message);
        }
    }

    private void onSuccess(String message) {
        String said = message.strip();
        if (said.toLowerCase(Locale.ROOT).startsWith("authenticated")) {
            authenticated();
        } else if (said.startsWith("subscribed to:")) {
            String param = said.substring("subscribed to:".length()).strip();
            if (asked != null && sameParam(asked.text, param)) {
                confirm(asked);
            }
        }
    }

    private boolean sameParam(String one, String other) {
        return market.normal(one).equalsIgnoreCase(market.normal(other));
    }

    private void authenticated() {
        if (!isAuthenticated) {
            isAuthenticated = true;
            listener.authenticated();
            want(wanted);
        }
    }

    private void confirm(Param param) {
        asked = null;
        refused.accept(param.symbol);
        boolean isFirst = !held.containsKey(param.symbol);
        held.computeIfAbsent(param.symbol, any -> new HashSet<>()).add(param.channel);
        if (!wanted.contains(param.symbol)) {
            // It was dropped while the answer was on its way.
            want(wanted);
        } else if (isFirst) {
            listener.subscribed(param.symbol);
        }
        askNext();
    }

    private void refuse(String reason) {
        Param param = asked;
        if (param == null) {
            return;
        }
        asked = null;
        refused.refuse(param.symbol, nowUs);
        listener.refused(param.symbol, param.text + ": " + reason);
        askNext();
    }

    @Override
    public void want(Set<Symbol> symbols) {
        wanted = Set.copyOf(symbols);
        if (!isAuthenticated) {
            return;
        }
        waiting.removeIf(param -> !wanted.contains(param.symbol));
        for (Iterator<Map.Entry<Symbol, Set<String>>> each = held.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Symbol, Set<String>> entry = each.next();
            if (!wanted.contains(entry.getKey())) {
                each.remove();
                known.remove(market.normal(market.nameOf(entry.getKey())));
                entry.getValue()
                        .forEach(channel -> listener.send("{\"action\":\"unsubscribe\",\"params\":\"" + channel + "."
                                + market.nameOf(entry.getKey()) + "\"}"));
            }
        }
        refused.retain(wanted);
        for (Symbol symbol : new java.util.TreeSet<>(wanted)) {
            if (!held.containsKey(symbol) && !refused.isBarred(symbol) && !isAskedFor(symbol)) {
                known.put(market.normal(market.nameOf(symbol)), symbol);
                channels.forEach(
                        channel -> waiting.add(new Param(symbol, channel, channel + "." + market.nameOf(symbol))));
            }
        }
        askNext();
    }

    private boolean isAskedFor(Symbol symbol) {
        return (asked != null && asked.symbol.equals(symbol))
                || waiting.stream().anyMatch(param -> param.symbol.equals(symbol));
    }

    private void askNext() {
        if (asked == null && !waiting.isEmpty()) {
            asked = waiting.remove();
            askedUs = nowUs;
            listener.send("{\"action\":\"subscribe\",\"params\":\"" + asked.text + "\"}");
        }
    }

    @Override
    public void onTime(long timeUs) {
        nowUs = Math.max(nowUs, timeUs);
        if (asked != null && nowUs - askedUs > answerUs) {
            refuse("not answered within " + answerUs / 1_000_000 + " s");
        }
        if (refused.lift(nowUs)) {
            want(wanted);
        }
    }
}
