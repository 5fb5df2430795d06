package io.candlewick.ingest.venue.polygon;

import io.candlewick.market.Symbol;
import java.util.List;
import java.util.Locale;

/** One of Polygon's clusters: what part of the market it streams and how it writes a symbol. */
public enum PolygonMarket {
    /** Currency pairs, {@code C.EUR/USD}. */
    FOREX("C:", List.of("C"), List.of("C")),
    /** Coins, {@code XT.BTC-USD}. */
    CRYPTO("X:", List.of("XT"), List.of("XT", "XQ")),
    /** American shares, {@code T.AAPL}. */
    STOCKS("", List.of("T"), List.of("T", "Q"));

    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list.
    private final List<String> usualChannels;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list.
    private final List<String> knownChannels;

    PolygonMarket(String prefix, List<String> usualChannels, List<String> knownChannels) {
        this.prefix = prefix;
        this.usualChannels = usualChannels;
        this.knownChannels = knownChannels;
    }

    /**
     * The cluster's name in addresses and in our feed's name.
     *
     * @return e.g. {@code forex}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The channels that bars are made of.
     *
     * @return e.g. {@code C}
     */
    public List<String> usualChannels() {
        return usualChannels;
    }

    /**
     * The channels that can be read.
     *
     * @return those that bars are made of, and quotes beside trades
     */
    public List<String> knownChannels() {
        return knownChannels;
    }

    /**
     * Whether a ticker of the vendor's REST API belongs here.
     *
     * @param ticker as an instrument's source names it, e.g. {@code C:EURUSD}
     * @return true if this cluster streams it
     */
    public boolean streams(String ticker) {
        return this == STOCKS ? ticker.indexOf(':') < 0 : ticker.startsWith(prefix);
    }

    /** The name in subscriptions: pairs of coins with a hyphen. */
    String nameOf(Symbol symbol) {
        return this == CRYPTO ? symbol.text().replace('/', '-') : symbol.text();
    }

    /** The one spelling of the four that names are looked up by. */
    String normal(String name) {
        return this == STOCKS ? name : name.replace('-', '/');
    }
}
