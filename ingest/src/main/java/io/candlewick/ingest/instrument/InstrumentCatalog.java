package io.candlewick.ingest.instrument;

import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.serde.InstrumentRecords;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The instruments that are known, by tenant and symbol.
 *
 * <p><b>Edges</b>: what a tenant has not described itself it shares with everybody, tenant {@value #EVERYBODY}. <b>Thread</b>: any, it
 * never changes.
 */
public final class InstrumentCatalog {

    /** The tenant whose instruments are everybody's. */
    public static final String EVERYBODY = "system";

    private final Map<String, Instrument> byKey = new TreeMap<>();

    /**
     * A catalogue; of two entries of one tenant and symbol the later one counts.
     *
     * @param instruments what is known
     */
    public InstrumentCatalog(Collection<Instrument> instruments) {
        for (Instrument instrument : instruments) {
            byKey.put(InstrumentRecords.key(instrument.tenant(), instrument.symbol()), instrument);
        }
    }

    /**
     * The instrument of a symbol.
     *
     * @param tenant whose
     * @param symbol the symbol
     * @return its reference data
     * @throws InstrumentException if it is not known; the message names similar ones
     */
    public Instrument find(String tenant, Symbol symbol) {
        Instrument own = byKey.get(InstrumentRecords.key(tenant, symbol));
        Instrument found = own != null ? own : byKey.get(InstrumentRecords.key(EVERYBODY, symbol));
        if (found != null) {
            return found;
        }
        List<String> near = NearNames.of(symbol.text(), names(tenant));
        String hint = near.isEmpty()
                ? "add it by ./candlewick instruments FILE"
                : "did you mean " + String.join(", ", near) + "?";
        throw new InstrumentException(
                "Symbol '" + symbol + "' is not an instrument of tenant '" + tenant + "': " + hint);
    }

    private List<String> names(String tenant) {
        return byKey.values().stream()
                .filter(instrument -> instrument.tenant().equals(tenant)
                        || instrument.tenant().equals(EVERYBODY))
                .map(instrument -> instrument.symbol().text())
                .distinct()
                .toList();
    }

    /**
     * Every instrument.
     *
     * @return ordered by tenant and symbol
     */
    public List<Instrument> all() {
        return List.copyOf(byKey.values());
    }
}
