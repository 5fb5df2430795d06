package io.candlewick.ingest.venue.alpaca;

import io.candlewick.ingest.feed.FeedSession;
import io.candlewick.ingest.feed.SessionListener;
import io.candlewick.ingest.feed.VendorFeed;
import io.candlewick.market.Symbol;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Alpaca's WebSockets as a live feed, {@code alpaca.stocks} or {@code alpaca.crypto}: trades, quotes, or both. */
public final class AlpacaFeed implements VendorFeed {

    /** What can be subscribed of a symbol; the first is what bars are made of. */
    public static final List<String> CHANNELS = List.of("trades", "quotes");

    private final String name;
    private final URI address;
    private final AlpacaSession.Terms terms;
    private final Predicate<Symbol> carried;

    /**
     * A feed.
     *
     * @param name its name in our records
     * @param address the vendor's socket, path included
     * @param key the key id
     * @param secret its secret; neither is ever shown
     * @param channels what to subscribe of each symbol, some of {@link #CHANNELS}
     * @param tenant whose data it is
     * @param answerTimeout how long a subscription may be unanswered
     * @param carried which symbols it has
     */
    public AlpacaFeed(
            String name,
            URI address,
            String key,
            String secret,
            List<String> channels,
            String tenant,
            Duration answerTimeout,
            Predicate<Symbol> carried) {
        this.name = name;
        this.address = address;
        this.terms = new AlpacaSession.Terms(key, secret, List.copyOf(channels), tenant, answerTimeout);
        this.carried = carried;
    }

    @Override
    public String name() {
        return name;
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
        return new AlpacaSession(terms, name, listener);
    }
}
