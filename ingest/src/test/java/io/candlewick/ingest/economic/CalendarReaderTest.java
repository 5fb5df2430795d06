package io.candlewick.ingest.economic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.Importance;
import io.candlewick.avro.TimePrecision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-18T00:00:00Z");
    private static final String WEEK =
            "[{\"title\":\"CPI m/m\",\"country\":\"USD\",\"date\":\"2026-11-17T08:30:00-05:00\","
                    + "\"impact\":\"High\",\"forecast\":\"0.3%\",\"previous\":\"-0.1%\"},"
                    + "{\"title\":\"Bank Holiday\",\"country\":\"All\",\"date\":\"2026-11-18T00:00:00-05:00\","
                    + "\"impact\":\"Holiday\",\"forecast\":\"\",\"previous\":\"\"},"
                    + "{\"title\":\"30-y Bond Auction\",\"country\":\"USD\",\"date\":\"2026-11-19T13:01:00-05:00\","
                    + "\"impact\":\"Low\",\"forecast\":\"\",\"previous\":\"3.65|1.3\"},{\"title\":\"no date\"}]";

    @Test
    void shouldReadForexFactorysWeek() throws IOException {
        List<CalendarEntry> entries = read(CalendarReader.FOREX_FACTORY, WEEK);

        assertThat(entries)
                .extracting(CalendarEntry::key)
                .containsExactly(
                        "forexfactory|USD|CPI m/m|2026-11-17T13:30:00Z",
                        "forexfactory|All|Bank Holiday|2026-11-18T05:00:00Z",
                        "forexfactory|USD|30-y Bond Auction|2026-11-19T18:01:00Z");
        CalendarEntry first = entries.get(0);
        assertThat(first.importance()).isEqualTo(Importance.HIGH);
        assertThat(entries)
                .extracting(CalendarEntry::precision)
                .containsExactly(TimePrecision.EXACT, TimePrecision.DAY, TimePrecision.EXACT);
        assertThat(first.unit()).contains("%");
        assertThat(first.previous().number()).hasValue(-0.1);
        assertThat(entries.get(2).previous()).isEqualTo(new Figure("3.65|1.3", OptionalDouble.empty()));
    }

    @Test
    void shouldNotTakeADenialForAnEmptyCalendar() {
        assertThatThrownBy(() -> read(CalendarReader.FOREX_FACTORY, "<html><title>Request Denied</title></html>"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadFredsDaysAsDays() throws IOException {
        CalendarEntry entry = read(
                        CalendarReader.FRED,
                        "{\"count\":1,\"release_dates\":[{\"release_id\":10,\"release_name\":\"Consumer Price Index\","
                                + "\"date\":\"2026-11-17\"}]}")
                .get(0);

        assertThat(entry.precision()).isEqualTo(TimePrecision.DAY);
        assertThat(entry.time()).isEqualTo("2026-11-17T00:00:00Z");
        assertThat(entry.sourceId()).contains("10");
    }

    @Test
    void shouldReadFinnhubsNumbersNullsAndZeros() throws IOException {
        CalendarEntry entry = read(
                        CalendarReader.FINNHUB,
                        "{\"economicCalendar\":[{\"actual\":0,\"country\":\"DE\",\"estimate\":null,\"event\":\"ZEW\","
                                + "\"impact\":\"medium\",\"prev\":1.5,\"time\":\"2026-11-17 10:00:00\",\"unit\":\"\"}]}")
                .get(0);

        assertThat(entry.currency()).isEqualTo("EUR");
        assertThat(entry.actual().number()).hasValue(0);
        assertThat(entry.forecast()).isEqualTo(Figure.NONE);
        assertThat(entry.previous().text()).isEqualTo("1.5");
    }

    @Test
    void shouldReadFmpsAndTradingEconomicsRows() throws IOException {
        CalendarEntry fmp = read(
                        CalendarReader.FMP,
                        "[{\"date\":\"2026-11-17 13:30:00\",\"country\":\"US\",\"event\":\"CPI\",\"currency\":\"USD\","
                                + "\"previous\":3.1,\"estimate\":3,\"actual\":null,\"change\":null,\"impact\":\"High\"}]")
                .get(0);
        CalendarEntry te = read(
                        CalendarReader.TRADING_ECONOMICS,
                        "[{\"CalendarId\":\"341\",\"Date\":\"2026-12-04T13:30:00\",\"Country\":\"United States\","
                                + "\"Event\":\"Non Farm Payrolls\",\"Actual\":\"178K\",\"Previous\":\"112K\","
                                + "\"Forecast\":\"170K\",\"DateSpan\":\"1\",\"Importance\":3,\"Revised\":\"110K\","
                                + "\"Currency\":\"\",\"Unit\":\"\"}]")
                .get(0);

        assertThat(fmp.key()).isEqualTo("fmp|USD|CPI|2026-11-17T13:30:00Z");
        assertThat(te.key()).isEqualTo("tradingeconomics|USD|Non Farm Payrolls|2026-12-04T13:30:00Z");
        assertThat(te.precision()).isEqualTo(TimePrecision.ESTIMATED);
        assertThat(te.actual().number()).hasValue(178_000);
        assertThat(te.revised().number()).hasValue(110_000);
        assertThat(te.unit()).contains("K");
    }

    @ParameterizedTest
    @CsvSource({
        "90.3,90.3",
        "-0.1%,-0.1",
        "178K,178000",
        "$1.5B,1500000000",
        "'-€3,200.5M',-3200500000",
        "<0.10%,0.1",
        ".5,0.5",
        "0,0"
    })
    void shouldReadFigures(String text, double number) {
        assertThat(Figure.of(text).number()).hasValue(number);
    }

    @Test
    void shouldChangeNothingWhenTheSameCalendarIsFetchedTwice() throws IOException {
        List<CalendarEntry> entries = read(CalendarReader.FOREX_FACTORY, WEEK);
        Map<String, EconomicEvent> known = apply(Map.of(), entries, NOW);

        assertThat(known).hasSize(3);
        assertThat(CalendarChanges.of("system", known, entries, NOW.plusSeconds(3_600)))
                .isEmpty();
    }

    @Test
    void shouldNoteAChangeAndKeepWhenItWasFirstSeenAndWhatWasKnown() throws IOException {
        Map<String, EconomicEvent> known =
                new HashMap<>(apply(Map.of(), read(CalendarReader.FOREX_FACTORY, WEEK), NOW));
        Instant later = NOW.plusSeconds(3_600);

        Map<String, @Nullable EconomicEvent> changes = CalendarChanges.of(
                "system",
                known,
                read(
                        CalendarReader.FOREX_FACTORY,
                        WEEK.replace("\"0.3%\"", "\"0.4%\"").replace("\"-0.1%\"", "\"\"")),
                later);

        assertThat(changes).hasSize(1);
        EconomicEvent changed = requireNonNull(changes.get("forexfactory|USD|CPI m/m|2026-11-17T13:30:00Z"));
        assertThat(changed.getForecast()).isEqualTo(0.4);
        assertThat(changed.getPrevious()).isEqualTo(-0.1);
        assertThat(changed.getFirstSeenTime()).isEqualTo(NOW);
        assertThat(changed.getUpdatedTime()).isEqualTo(later);
    }

    @Test
    void shouldMoveAnEntryWhoseTimeChanged() throws IOException {
        Map<String, EconomicEvent> known = apply(Map.of(), read(CalendarReader.FOREX_FACTORY, WEEK), NOW);
        String moved = WEEK.replace("2026-11-18T00:00:00-05:00", "2026-11-18T12:00:00-05:00");

        Map<String, @Nullable EconomicEvent> changes =
                CalendarChanges.of("system", known, read(CalendarReader.FOREX_FACTORY, moved), NOW.plusSeconds(3_600));

        assertThat(changes.keySet())
                .containsExactly(
                        "forexfactory|All|Bank Holiday|2026-11-18T05:00:00Z",
                        "forexfactory|All|Bank Holiday|2026-11-18T17:00:00Z");
        assertThat(changes.get("forexfactory|All|Bank Holiday|2026-11-18T05:00:00Z"))
                .isNull();
        assertThat(requireNonNull(changes.get("forexfactory|All|Bank Holiday|2026-11-18T17:00:00Z"))
                        .getFirstSeenTime())
                .isEqualTo(NOW);
    }

    private static Map<String, EconomicEvent> apply(
            Map<String, EconomicEvent> known, List<CalendarEntry> entries, Instant now) {
        Map<String, EconomicEvent> after = new HashMap<>(known);
        CalendarChanges.of("system", known, entries, now).forEach((key, event) -> {
            if (event != null) {
                after.put(key, event);
            }
        });
        return after;
    }

    private static List<CalendarEntry> read(CalendarReader reader, String text) throws IOException {
        return reader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
