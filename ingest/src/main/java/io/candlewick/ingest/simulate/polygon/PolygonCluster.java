package io.candlewick.ingest.simulate.polygon;

import io.candlewick.market.Symbol;
import java.util.Optional;
import java.util.Set;

/** One cluster of the vendor's sockets: which channels it publishes and how it spells a symbol. */
enum PolygonCluster {
    FOREX(Set.of("C")),
    CRYPTO(Set.of("XT", "XQ")),
    STOCKS(Set.of("T", "Q"));

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes an immutable set.
    private final Set<String> channels;

    PolygonCluster(Set<String> channels) {
        this.channels = channels;
    }

    static Optional<PolygonCluster> of(String path) {
        return switch (path) {
            case "forex" -> Optional.of(FOREX);
            case "crypto" -> Optional.of(CRYPTO);
            case "stocks" -> Optional.of(STOCKS);
            default -> Optional.empty();
        };
    }

    boolean publishes(String channel) {
        return channels.contains(channel);
    }

    /** Pairs may be asked for with a hyphen or a slash. */
    Symbol symbol(String name) {
        return Symbol.of(this == STOCKS ? name : name.replace('-', '/'));
    }
}
