package io.candlewick.ingest.app;

import io.candlewick.avro.AssetClass;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.VendorFeed;
import io.candlewick.ingest.venue.alpaca.AlpacaFeed;
import io.candlewick.ingest.venue.polygon.PolygonFeed;
import io.candlewick.ingest.venue.polygon.PolygonMarket;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The feeds of a configuration: a vendor's stream is one entry here. */
final class LiveFeeds {

    private final IngestConfig config;
    private final Function<Symbol, Optional<Instrument>> instruments;

    LiveFeeds(IngestConfig config, Function<Symbol, Optional<Instrument>> instruments) {
        this.config = config;
        this.instruments = instruments;
    }

    VendorFeed create(String name) {
        return switch (name) {
            case "polygon.forex", "polygon.crypto", "polygon.stocks" ->
                polygon(PolygonMarket.valueOf(
                        name.substring("polygon.".length()).toUpperCase(Locale.ROOT)));
            case "alpaca.stocks" -> alpaca(name, "/v2/" + config.alpacaFeed(), AssetClass.EQUITY);
            case "alpaca.crypto" -> alpaca(name, "/v1beta3/crypto/us", AssetClass.CRYPTO);
            default -> throw new StartException("feed '" + name + "' is none of " + IngestConfig.KNOWN_FEEDS);
        };
    }

    private VendorFeed polygon(PolygonMarket market) {
        return new PolygonFeed(
                market,
                config.polygonSocket(),
                config.secret(IngestConfig.POLYGON_KEY),
                config.polygonChannels().getOrDefault(market, market.usualChannels()),
                config.tenant(),
                config.feed().pongTimeout(),
                symbol -> instruments
                        .apply(symbol)
                        .map(instrument -> instrument.sources().get("polygon"))
                        .filter(market::streams)
                        .isPresent());
    }

    /* The vendor spells stocks and coins as we do. */
    private VendorFeed alpaca(String name, String path, AssetClass assetClass) {
        return new AlpacaFeed(
                name,
                URI.create(config.alpacaSocket() + path),
                config.secret(IngestConfig.ALPACA_KEY),
                config.secret(IngestConfig.ALPACA_SECRET),
                config.alpacaChannels(),
                config.tenant(),
                config.feed().pongTimeout(),
                symbol -> instruments
                        .apply(symbol)
                        .filter(found -> found.assetClass() == assetClass)
                        .isPresent());
    }
}
