package io.candlewick.ingest.instrument;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.candlewick.market.Instrument;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads instruments from CSV, the list that comes with Candlewick or a user's own.
 *
 * <p><b>Shape</b>: a header with {@code symbol, asset_class, price_basis, price_scale}, and if there are any {@code pip_size, size_scale, calendar,
 * grace, lateness_horizon, sources, empty_bars, crossed_quotes, max_spread, max_jump, jump_hold, max_staleness}; an empty field is the
 * default of {@code Instrument.avsc}; sources are {@code name=symbol;name=symbol}.
 */
public final class Instruments {

    private static final String BUNDLED = "instruments.csv";
    private static final int MAX_FAULTS = 50;

    private Instruments() {}

    /**
     * The list that comes with Candlewick: 14 FX symbols and metals of the demo, and those of the sample files.
     *
     * @param tenant whose data they become
     * @return the instruments, in the file's order
     */
    public static List<Instrument> bundled(String tenant) {
        try (InputStream in = Objects.requireNonNull(Instruments.class.getResourceAsStream(BUNDLED), BUNDLED);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return read(BUNDLED, reader, tenant);
        } catch (IOException unreadable) {
            throw new InstrumentException("The list of instruments in the program is damaged", unreadable);
        }
    }

    /**
     * A user's list.
     *
     * @param file the CSV file
     * @param tenant whose data they become
     * @return the instruments, in the file's order
     * @throws InstrumentException if the file cannot be read or has faults; the message lists them by line
     */
    public static List<Instrument> read(Path file, String tenant) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(file.toString(), reader, tenant);
        } catch (NoSuchFileException absent) {
            throw new InstrumentException("Instrument file " + file + " does not exist", absent);
        } catch (IOException unreadable) {
            throw new InstrumentException(
                    "Instrument file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    static List<Instrument> read(String name, Reader reader, String tenant) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setHeaderExtractionEnabled(true);
        CsvParser parser = new CsvParser(settings);
        List<Instrument> instruments = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try {
            parser.beginParsing(reader);
            String[] row = parser.parseNext();
            InstrumentRow columns = new InstrumentRow(parser.getRecordMetadata().headers(), tenant, faults);
            while (row != null && faults.size() < MAX_FAULTS) {
                long line = parser.getContext().currentLine();
                columns.at(name + ":" + line, row).ifPresent(instrument -> {
                    if (!seen.add(instrument.symbol().text())) {
                        faults.add(name + ":" + line + ": symbol=" + instrument.symbol() + " stands there twice");
                    }
                    instruments.add(instrument);
                });
                row = parser.parseNext();
            }
        } catch (TextParsingException notCsv) {
            throw new InstrumentException("Instrument file " + name + " is not CSV: " + notCsv.getMessage(), notCsv);
        } finally {
            parser.stopParsing();
        }
        if (!faults.isEmpty()) {
            throw new InstrumentException(String.join(System.lineSeparator(), faults));
        }
        return instruments;
    }
}
