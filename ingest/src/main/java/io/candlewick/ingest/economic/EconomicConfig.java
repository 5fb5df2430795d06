package io.candlewick.ingest.economic;

import io.candlewick.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which economic calendars are fetched, and how often.
 *
 * <p>Keys come from {@code CANDLEWICK_ECONOMIC_FRED_KEY}, {@code _FINNHUB_KEY}, {@code _FMP_KEY} and {@code
 * _TRADINGECONOMICS_KEY}, or the files that the same names with {@code _FILE} give; another address of a source from {@code
 * CANDLEWICK_ECONOMIC_FRED_URL} and so on.
 */
public final class EconomicConfig {

    /** Names of sources. */
    public static final String SOURCES = "CANDLEWICK_ECONOMIC_SOURCES";
    /** How often they are fetched. */
    public static final String EVERY = "CANDLEWICK_ECONOMIC_EVERY";
    /** Whose calendar. */
    public static final String TENANT = "CANDLEWICK_TENANT";

    /* Forex Factory answers "Request Denied" to those who come more often than hourly. */
    private static final Duration HOURLY = Duration.ofHours(1);

    private final List<CalendarSource> sources;
    private final Duration every;
    private final String tenant;

    private EconomicConfig(List<CalendarSource> sources, Duration every, String tenant) {
        this.sources = List.copyOf(sources);
        this.every = every;
        this.tenant = tenant;
    }

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static EconomicConfig from(Settings settings) {
        List<CalendarSource> sources = new ArrayList<>();
        for (String name : settings.text(SOURCES, "").split(",", -1)) {
            if (name.isBlank()) {
                continue;
            }
            Optional<CalendarReader> reader = Arrays.stream(CalendarReader.values())
                    .filter(known -> known.source().equals(name.strip()))
                    .findFirst();
            if (reader.isPresent()) {
                sources.add(source(settings, reader.get()));
            } else {
                settings.fault(
                        SOURCES + "=" + name + ": must be some of forexfactory,fred,finnhub,fmp,tradingeconomics");
            }
        }
        Duration every = settings.duration(EVERY, HOURLY);
        if (every.compareTo(Duration.ofMinutes(1)) < 0) {
            settings.fault(EVERY + "=" + every + " must be at least 1m; sources refuse who asks too often");
        }
        return new EconomicConfig(sources, every, settings.text(TENANT, "system"));
    }

    private static CalendarSource source(Settings settings, CalendarReader reader) {
        String name = "CANDLEWICK_ECONOMIC_" + reader.source().toUpperCase(Locale.ROOT);
        String usual = switch (reader) {
            case FOREX_FACTORY -> "https://nfs.faireconomy.media";
            case FRED -> "https://api.stlouisfed.org";
            case FINNHUB -> "https://finnhub.io";
            case FMP -> "https://financialmodelingprep.com";
            case TRADING_ECONOMICS -> "https://api.tradingeconomics.com";
        };
        URI base = settings.address(name + "_URL").orElseGet(() -> URI.create(usual));
        String key = secret(settings, name + "_KEY");
        if (key.isEmpty() && reader != CalendarReader.FOREX_FACTORY) {
            settings.fault(SOURCES + " names " + reader.source() + ", but " + name + "_KEY is not set");
        }
        return new CalendarSource(reader, base, key);
    }

    private static String secret(Settings settings, String name) {
        Optional<String> file = settings.text(name + "_FILE");
        if (settings.text(name).isPresent() || file.isEmpty()) {
            return settings.text(name, "");
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException unreadable) {
            settings.fault(name + "_FILE=" + file.get() + " cannot be read: " + unreadable.getMessage());
            return "";
        }
    }

    /**
     * Whether there is anything to fetch.
     *
     * @return false if no source is named
     */
    public boolean isOn() {
        return !sources.isEmpty();
    }

    List<CalendarSource> sources() {
        return sources;
    }

    Duration every() {
        return every;
    }

    String tenant() {
        return tenant;
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return sources + " every " + every;
    }
}
