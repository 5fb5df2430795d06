package io.candlewick.ingest.generate;

import io.candlewick.market.Symbol;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How one symbol trades in the generated market.
 *
 * @param symbol its name
 * @param weight its share of all ticks, relative to the others
 * @param asia how busy it is in Asia's hours, 1 being as the others
 * @param startPrice mid price at the open
 * @param spreadPoints usual spread, in units of the last published decimal
 * @param stepPoints greatest move of the mid between two ticks, in the same units
 */
public record SymbolProfile(
        String symbol, double weight, double asia, double startPrice, int spreadPoints, int stepPoints) {

    /** The symbols of the demo; the last one is quiet: some ticks an hour. */
    static final List<SymbolProfile> ALL = List.of(
            new SymbolProfile("EUR/USD", 14, 0.8, 1.08450, 6, 3),
            new SymbolProfile("GBP/USD", 11, 0.7, 1.26730, 9, 4),
            new SymbolProfile("USD/JPY", 12, 1.6, 149.820, 8, 4),
            new SymbolProfile("USD/CHF", 5, 0.6, 0.88110, 10, 4),
            new SymbolProfile("AUD/USD", 7, 1.5, 0.65520, 8, 3),
            new SymbolProfile("USD/CAD", 6, 0.6, 1.35260, 10, 4),
            new SymbolProfile("NZD/USD", 4, 1.5, 0.60980, 11, 3),
            new SymbolProfile("EUR/GBP", 5, 0.5, 0.85570, 9, 3),
            new SymbolProfile("EUR/JPY", 7, 1.4, 162.480, 12, 5),
            new SymbolProfile("GBP/JPY", 9, 1.3, 189.860, 18, 7),
            new SymbolProfile("EUR/CHF", 3, 0.5, 0.95560, 11, 3),
            new SymbolProfile("AUD/JPY", 6, 1.8, 98.160, 12, 5),
            new SymbolProfile("XAU/USD", 11, 0.9, 2_083.450, 250, 60),
            new SymbolProfile("USD/TRY", 0.12, 0.2, 31.45200, 4_000, 900));

    /**
     * What a symbol of the demo costs at the open.
     *
     * @param symbol a symbol
     * @return its mid price, nothing if it is none of the demo's
     */
    public static OptionalDouble startPrice(Symbol symbol) {
        return ALL.stream()
                .filter(profile -> profile.symbol.equals(symbol.text()))
                .mapToDouble(SymbolProfile::startPrice)
                .findFirst();
    }
}
