package io.candlewick.ingest.format;

import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A file of ticks and what one must know to read it.
 *
 * @param path where it lies; plain, gzip or zip
 * @param format what its lines or records are
 * @param symbol the instrument; may be left out where the file names it (truefx)
 * @param priceScale dukascopy: decimals of its whole-number prices
 * @param hour dukascopy: the hour its times count from, if the path does not show it
 * @param zone histdata: its clock, if it is not {@code -05:00}
 */
public record TickFile(
        Path path,
        FileFormat format,
        Optional<Symbol> symbol,
        Optional<Integer> priceScale,
        Optional<Instant> hour,
        Optional<ZoneId> zone) {

    /** Key of {@link Instrument#sources()} under which an instrument tells the decimals of Dukascopy's prices, where they are not its own. */
    public static final String DUKASCOPY_PRICE_SCALE = "dukascopy_price_scale";

    /**
     * Checks that the symbol is there where the file does not name it.
     *
     * @throws IllegalArgumentException if it is not
     */
    public TickFile {
        if (symbol.isEmpty() && format != FileFormat.TRUEFX) {
            throw new IllegalArgumentException(
                    path + ": format=" + format.text() + " does not name its symbol; give it with --symbol");
        }
    }

    /**
     * A file of one symbol.
     *
     * @param path where it lies
     * @param format what its lines are
     * @param symbol the instrument
     * @return the file
     */
    public static TickFile of(Path path, FileFormat format, Symbol symbol) {
        return new TickFile(path, format, Optional.of(symbol), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A file of an instrument, from which the price scale is taken where the format needs one.
     *
     * @param path where it lies
     * @param format what its lines or records are
     * @param instrument the instrument
     * @return the file
     */
    public static TickFile of(Path path, FileFormat format, Instrument instrument) {
        String own = instrument.sources().get(DUKASCOPY_PRICE_SCALE);
        int scale = own == null ? instrument.priceScale() : Integer.parseInt(own);
        return new TickFile(
                path, format, Optional.of(instrument.symbol()), Optional.of(scale), Optional.empty(), Optional.empty());
    }

    /**
     * A file that names its symbols itself.
     *
     * @param path where it lies
     * @param format what its lines are
     * @return the file
     * @throws IllegalArgumentException if the format does not name symbols
     */
    public static TickFile ofManySymbols(Path path, FileFormat format) {
        return new TickFile(path, format, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The same file with the hour its times count from.
     *
     * @param start start of the hour
     * @return a copy
     */
    public TickFile atHour(Instant start) {
        return new TickFile(path, format, symbol, priceScale, Optional.of(start), zone);
    }

    /**
     * The same file with another clock.
     *
     * @param clock the zone of its times
     * @return a copy
     */
    public TickFile inZone(ZoneId clock) {
        return new TickFile(path, format, symbol, priceScale, hour, Optional.of(clock));
    }

    Symbol requiredSymbol() {
        return symbol.orElseThrow();
    }
}
