package io.candlewick.ingest.economic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.avro.Importance;
import io.candlewick.avro.TimePrecision;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the sources of economic calendars send: bytes in, entries out, one constant a source.
 *
 * <p><b>Edges</b>: an entry without time or title is left out; a page that is no JSON, such as Forex Factory's "Request Denied" with status 200,
 * is an {@link IOException}. <b>Thread</b>: any.
 */
enum CalendarReader {
    /** Forex Factory's weekly export: currencies under {@code country}, New York times with their offset, no actual figures and no ids. */
    FOREX_FACTORY("forexfactory") {
        @Override
        JsonNode rows(JsonNode root) {
            return root;
        }

        @Override
        CalendarEntry entry(JsonNode row) {
            Figure forecast = Figure.of(text(row, "forecast"));
            Figure previous = Figure.of(text(row, "previous"));
            Importance importance = importance(text(row, "impact"));
            return new CalendarEntry(
                    source(),
                    Optional.empty(),
                    OffsetDateTime.parse(required(row, "date")).toInstant(),
                    // A holiday stands at midnight of New York, wherever it is kept.
                    importance == Importance.HOLIDAY ? TimePrecision.DAY : TimePrecision.EXACT,
                    required(row, "country"),
                    Optional.empty(),
                    required(row, "title"),
                    importance,
                    forecast.unit().or(previous::unit),
                    Figure.NONE,
                    forecast,
                    previous,
                    Figure.NONE);
        }
    },
    /** FRED's release dates: days only, no figures and no importance. */
    FRED("fred") {
        @Override
        JsonNode rows(JsonNode root) {
            return root.path("release_dates");
        }

        @Override
        CalendarEntry entry(JsonNode row) {
            return new CalendarEntry(
                    source(),
                    Optional.of(row.path("release_id").asText()),
                    LocalDate.parse(required(row, "date"))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant(),
                    TimePrecision.DAY,
                    "USD",
                    Optional.of("US"),
                    required(row, "release_name"),
                    Importance.LOW,
                    Optional.empty(),
                    Figure.NONE,
                    Figure.NONE,
                    Figure.NONE,
                    Figure.NONE);
        }
    },
    /** Finnhub: countries, UTC times without a zone, nullable numbers. */
    FINNHUB("finnhub") {
        @Override
        JsonNode rows(JsonNode root) {
            return root.path("economicCalendar");
        }

        @Override
        CalendarEntry entry(JsonNode row) {
            String country = required(row, "country");
            return new CalendarEntry(
                    source(),
                    Optional.empty(),
                    utc(required(row, "time")),
                    TimePrecision.EXACT,
                    Currencies.of(country),
                    Optional.of(country),
                    required(row, "event"),
                    importance(text(row, "impact")),
                    Optional.ofNullable(text(row, "unit")).filter(unit -> !unit.isEmpty()),
                    figure(row, "actual"),
                    figure(row, "estimate"),
                    figure(row, "prev"),
                    Figure.NONE);
        }
    },
    /** Financial Modeling Prep: currencies and countries, UTC times without a zone, nullable numbers; a 0 is a figure. */
    FMP("fmp") {
        @Override
        JsonNode rows(JsonNode root) {
            return root;
        }

        @Override
        CalendarEntry entry(JsonNode row) {
            return new CalendarEntry(
                    source(),
                    Optional.empty(),
                    utc(required(row, "date")),
                    TimePrecision.EXACT,
                    Optional.ofNullable(text(row, "currency"))
                            .orElseGet(() -> Currencies.of(String.valueOf(text(row, "country")))),
                    Optional.ofNullable(text(row, "country")),
                    required(row, "event"),
                    importance(text(row, "impact")),
                    Optional.empty(),
                    figure(row, "actual"),
                    figure(row, "estimate"),
                    figure(row, "previous"),
                    Figure.NONE);
        }
    },
    /** Trading Economics: the only one with ids; figures are text, DateSpan says whether the time is known. */
    TRADING_ECONOMICS("tradingeconomics") {
        @Override
        JsonNode rows(JsonNode root) {
            return root;
        }

        @Override
        CalendarEntry entry(JsonNode row) {
            Figure actual = Figure.of(text(row, "Actual"));
            Figure forecast = Figure.of(text(row, "Forecast"));
            Figure previous = Figure.of(text(row, "Previous"));
            String country = required(row, "Country");
            return new CalendarEntry(
                    source(),
                    Optional.ofNullable(text(row, "CalendarId")),
                    utc(required(row, "Date")),
                    "1".equals(text(row, "DateSpan")) ? TimePrecision.ESTIMATED : TimePrecision.EXACT,
                    Optional.ofNullable(text(row, "Currency"))
                            .filter(code -> code.length() == 3)
                            .orElseGet(() -> Currencies.of(country)),
                    Optional.of(country),
                    required(row, "Event"),
                    switch (row.path("Importance").asInt(1)) {
                        case 3 -> Importance.HIGH;
                        case 2 -> Importance.MEDIUM;
                        default -> Importance.LOW;
                    },
                    Optional.ofNullable(text(row, "Unit"))
                            .filter(unit -> !unit.isEmpty())
                            .or(actual::unit)
                            .or(previous::unit),
                    actual,
                    forecast,
                    previous,
                    Figure.of(text(row, "Revised")));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter WITH_SPACE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Map<String, Importance> IMPACTS = Map.of(
            "high", Importance.HIGH,
            "medium", Importance.MEDIUM,
            "low", Importance.LOW,
            "holiday", Importance.HOLIDAY);

    private final String source;

    CalendarReader(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    abstract JsonNode rows(JsonNode root);

    abstract CalendarEntry entry(JsonNode row);

    /**
     * Reads an answer.
     *
     * @param body the answer as received
     * @return its entries in its order
     * @throws IOException if it is no calendar
     */
    List<CalendarEntry> read(byte[] body) throws IOException {
        JsonNode rows = rows(JSON.readTree(body));
        if (!rows.isArray()) {
            throw new IOException(source + " sent no calendar");
        }
        List<CalendarEntry> entries = new ArrayList<>();
        rows.forEach(row -> complete(row).ifPresent(entries::add));
        return entries;
    }

    /* An entry without time or name can be neither shown nor found again. */
    private Optional<CalendarEntry> complete(JsonNode row) {
        try {
            return Optional.of(entry(row));
        } catch (IllegalArgumentException | DateTimeException incomplete) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonNode row, String name) {
        JsonNode value = row.path(name);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    private static String required(JsonNode row, String name) {
        String text = text(row, name);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text.strip();
    }

    private static Figure figure(JsonNode row, String name) {
        JsonNode value = row.path(name);
        return value.isNumber() ? Figure.of(value.asDouble()) : Figure.of(text(row, name));
    }

    private static Importance importance(@Nullable String impact) {
        return IMPACTS.getOrDefault(String.valueOf(impact).toLowerCase(Locale.ROOT), Importance.LOW);
    }

    /* Without a zone, with a space or a T between. */
    private static Instant utc(String time) {
        String plain = time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
        return (plain.indexOf('T') > 0
                        ? LocalDateTime.parse(plain)
                        : LocalDateTime.parse(plain.length() == 10 ? plain + " 00:00:00" : plain, WITH_SPACE))
                .toInstant(ZoneOffset.UTC);
    }
}
