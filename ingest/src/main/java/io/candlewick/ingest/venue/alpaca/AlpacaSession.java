package io.candlewick.ingest.venue.alpaca;

import io.candlewick.ingest.feed.FeedSession;
import io.candlewick.ingest.feed.Refusals;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.ingest.feed.SessionListener;
import io.candlewick.ingest.feed.SessionListener.Loss;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alpaca's protocol on one connection.
 *
 * <p>Every answer to a subscription lists the whole of what is held. Symbols are asked for one at a time, because a request beyond the plan's
 * number is refused whole; what was refused is asked for again after a while. A second connection is refused and the first stays, so
 * whoever is refused may come back soon. <b>Thread</b>: one.
 */
final class AlpacaSession implements FeedSession {

    private static final int NOT_AUTHENTICATED = 401;
    private static final int AUTH_FAILED = 402;
    private static final int SYMBOL_LIMIT = 405;
    private static final int NOT_ENABLED = 408;
    private static final int NO_SUBSCRIPTION = 409;
    private static final int INVALID_FOR_FEED = 410;
    private static final int NO_SCOPE = 411;

    private final Terms terms;
    private final long answerUs;
    private final SessionListener listener;
    private final AlpacaMapper mapper;
    private final Set<Symbol> held = new HashSet<>();
    private final Refusals refused = new Refusals();
    private Set<Symbol> wanted = Set.of();
    private @Nullable Symbol asked;
    private long askedUs;
    private boolean isAuthenticated;
    private long nowUs;

    /** What differs between sessions. */
    record Terms(String key, String secret, List<String> channels, String tenant, Duration answerTimeout) {}

    AlpacaSession(Terms terms, String feed, SessionListener listener) {
        this.terms = terms;
        this.answerUs = terms.answerTimeout.toNanos() / 1_000;
        this.listener = listener;
        this.mapper = new AlpacaMapper(
                terms.tenant,
                feed,
                symbol -> wanted.contains(symbol) && (held.contains(symbol) || symbol.equals(asked)));
    }

    @Override
    public void opened() {
        // The vendor greets first.
    }

    @Override
    public void frame(String text, long receivedUs) {
        nowUs = Math.max(nowUs, receivedUs);
        mapper.map(text, receivedUs, new AlpacaMapper.Listener() {
            @Override
            public void tick(Tick tick) {
                listener.tick(tick);
            }

            @Override
            public void success(String message) {
                onSuccess(message);
            }

            @Override
            public void error(int code, String message) {
                onError(code, message);
            }

            @Override
            public void subscription(Map<String, Set<String>> subscribed) {
                onSubscription(subscribed);
            }

            @Override
            public void reject(RejectCause cause, String detail, String element) {
                listener.reject(cause, detail, element);
            }
        });
    }

    private void onSuccess(String message) {
        if (message.equals("connected")) {
            listener.send("{\"action\":\"auth\",\"key\":\"" + terms.key + "\",\"secret\":\"" + terms.secret + "\"}");
        } else if (message.equals("authenticated") && !isAuthenticated) {
            isAuthenticated = true;
            listener.authenticated();
            want(wanted);
        }
    }

    private void onError(int code, String message) {
        String reason = code + " " + message;
        switch (code) {
            case AUTH_FAILED, NOT_ENABLED, NO_SUBSCRIPTION, NO_SCOPE -> listener.lost(Loss.REFUSED, reason);
            case SYMBOL_LIMIT, INVALID_FOR_FEED -> refuse(reason);
            case NOT_AUTHENTICATED -> listener.lost(Loss.BROKEN, reason);
            default -> listener.lost(Loss.BROKEN, reason);
        }
    }

    private void onSubscription(Map<String, Set<String>> subscribed) {
        Symbol symbol = asked;
        if (symbol != null
                && terms.channels.stream()
                        .allMatch(channel ->
                                subscribed.getOrDefault(channel, Set.of()).contains(symbol.text()))) {
            asked = null;
            held.add(symbol);
            refused.accept(symbol);
            if (wanted.contains(symbol)) {
                listener.subscribed(symbol);
            }
        }
        want(wanted);
    }

    private void refuse(String reason) {
        Symbol symbol = asked;
        if (symbol != null) {
            asked = null;
            refused.refuse(symbol, nowUs);
            listener.refused(symbol, symbol + ": " + reason);
            askNext();
        }
    }

    @Override
    public void want(Set<Symbol> symbols) {
        wanted = Set.copyOf(symbols);
        if (!isAuthenticated) {
            return;
        }
        for (Symbol symbol : new TreeSet<>(held)) {
            if (!wanted.contains(symbol)) {
                held.remove(symbol);
                listener.send(message("unsubscribe", symbol));
            }
        }
        refused.retain(wanted);
        askNext();
    }

    private void askNext() {
        for (Symbol symbol : new TreeSet<>(wanted)) {
            if (asked == null && !held.contains(symbol) && !refused.isBarred(symbol)) {
                asked = symbol;
                askedUs = nowUs;
                listener.send(message("subscribe", symbol));
            }
        }
    }

    private String message(String action, Symbol symbol) {
        return terms.channels.stream()
                .map(channel -> "\"" + channel + "\":[\"" + symbol + "\"]")
                .collect(Collectors.joining(",", "{\"action\":\"" + action + "\",", "}"));
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
