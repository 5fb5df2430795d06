package io.candlewick.ingest.venue.polygon;

import io.candlewick.ingest.feed.FeedSession;
import io.candlewick.ingest.feed.SessionListener;
import io.candlewick.ingest.feed.VendorFeed;
import io.candlewick.market.Symbol;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A cluster of Polygon's (today Massive's) WebSockets as a live feed, {@code polygon.forex} and its sisters. */
public final class PolygonFeed implements VendorFeed {

    private final PolygonSession.Terms terms;
    private final URI address;
    private final Predicate<Symbol> carried;

    /**
     * A cluster.
     *
     * @param market which
     * @param host the vendor's host, e.g. {@code wss://socket.massive.com}
     * @param key the key; never shown
     * @param channels what to subscribe of each symbol
     * @param tenant whose data it is
     * @param answerTimeout how long a subscription may be unanswered
     * @param carried which symbols it has
     */
    public PolygonFeed(
            PolygonMarket market,
            URI host,
            String key,
            List<String> channels,
            String tenant,
            Duration answerTimeout,
            Predicate<Symbol> carried) {
        this.terms = new PolygonSession.Terms(market, key, List.copyOf(channels), tenant, answerTimeout);
        this.address = URI.create(host + (host.toString().endsWith("/") ? "" : "/") + market.code());
        this.carried = carried;
    }

    @Override
    public String name() {
        return "polygon." + terms.market().code();
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public boolean carries(Symbol symbol) {
        return carried.test(symbol);
    }

    @Override
    public FeedSession newSession(SessionListener listener) {
        return new PolygonSession(terms, name(), listener);
    }
}
