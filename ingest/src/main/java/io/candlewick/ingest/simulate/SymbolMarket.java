package io.candlewick.ingest.simulate;

import io.candlewick.ingest.generate.SymbolProfile;
import io.candlewick.market.Instrument;
import java.math.BigDecimal;

/** What the simulated market knows of one symbol: its path, how wide its spread is, and how its whole numbers become prices. */
record SymbolMarket(
        Instrument instrument,
        long seed,
        PricePath path,
        double priceDivisor,
        double sizeDivisor,
        int wigglePoints,
        int spreadPoints,
        long mostSizeUnits) {

    static SymbolMarket of(Instrument instrument, long marketSeed) {
        long seed = Hash.of(marketSeed, instrument.symbol().text());
        double divisor = BigDecimal.ONE.movePointRight(instrument.priceScale()).doubleValue();
        double sizeDivisor =
                BigDecimal.ONE.movePointRight(instrument.sizeScale()).doubleValue();
        double anyPrice = (20_000 + Hash.unit(seed, 7) * 180_000) / divisor;
        double basePoints = SymbolProfile.startPrice(instrument.symbol()).orElse(anyPrice) * divisor;
        int spread = (int) Math.max(1, Math.round(basePoints * 0.00004));
        // Whole shares up to 1,000; coins up to two, in their last decimal.
        long mostSize = instrument.sizeScale() == 0 ? 1_000 : (long) (2 * sizeDivisor);
        return new SymbolMarket(
                instrument, seed, new PricePath(seed, basePoints), divisor, sizeDivisor, spread, spread, mostSize);
    }
}
