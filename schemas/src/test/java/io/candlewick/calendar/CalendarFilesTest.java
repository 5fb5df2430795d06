package io.candlewick.calendar;

import static io.candlewick.market.fixtures.Fixtures.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarFilesTest {

    private static final String TOKYO = """
            {
              "description": "Tokyo, morning and afternoon",
              "zone": "Asia/Tokyo",
              "day_start": "00:00",
              "bars": {"laid_from": "09:00", "week_start": "SUNDAY"},
              "years": {"from": 2026, "to": 2026},
              "days": {
                "full": [
                  {"session": "REGULAR", "opens": "09:00", "closes": "11:30"},
                  {"session": "REGULAR", "opens": "12:30", "closes": "15:30"}
                ],
                "closed": []
              },
              "week": {"TUESDAY": "full", "WEDNESDAY": "full"},
              "dates": [{"date": "2026-06-17", "day": "closed", "why": "a test"}]
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"crypto", "fx", "fx-utc", "us-equities"})
    void shouldReadEveryCalendarThatComesWithTheProgram(String name) {
        TradingCalendar calendar = TradingCalendar.parse(name);

        assertThat(calendar.id()).isEqualTo(name);
        assertThat(TradingCalendar.parse(name)).isSameAs(calendar);
        assertThat(new CalendarFiles(null).names()).contains(name);
    }

    @Test
    void shouldReadAUsersOwnCalendar() throws IOException {
        CalendarFiles files = filesWith("tokyo", TOKYO);
        TradingCalendar calendar = files.find("tokyo").orElseThrow();

        assertThat(files.names()).containsExactly("crypto", "fx", "fx-utc", "tokyo", "us-equities");
        // The lunch break, and a closed Wednesday: the next session is on the next Tuesday.
        assertThat(calendar.nextChange(us("2026-06-16T00:00:00Z"))).isEqualTo(us("2026-06-16T02:30:00Z"));
        assertThat(calendar.nextChange(us("2026-06-16T02:30:00Z"))).isEqualTo(us("2026-06-16T03:30:00Z"));
        assertThat(calendar.nextChange(us("2026-06-16T06:30:00Z"))).isEqualTo(us("2026-06-23T00:00:00Z"));
        assertThat(calendar.startOf(Timeframe.W1, us("2026-06-16T00:00:00Z"))).isEqualTo(us("2026-06-13T15:00:00Z"));
        assertThat(calendar.startOf(Timeframe.H4, us("2026-06-16T02:00:00Z"))).isEqualTo(us("2026-06-16T00:00:00Z"));
    }

    @Test
    void shouldPreferAUsersCalendarToOursOfThatName() throws IOException {
        TradingCalendar own =
                filesWith("us-equities", TOKYO).find("us-equities").orElseThrow();

        assertThat(own.isOpen(us("2026-06-17T15:00:00Z"))).isFalse();
        assertThat(TradingCalendar.parse("us-equities").isOpen(us("2026-06-17T15:00:00Z")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "../secret", "/etc/passwd", "a.b", "", "TOKYO", "a/b"})
    void shouldFindNothingUnderANameThatIsNoFile(String name) throws IOException {
        assertThat(filesWith("tokyo", TOKYO).find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "zone": "Asia/Tokyo"          | "zone": "Asia/Tokio"                | Unknown time-zone ID: Asia/Tokio
            "zone": "Asia/Tokyo",         | ~~                                  | zone is missing
            "day_start": "00:00"          | "day_start": "24:00"                | day_start='24:00' is not a time of day such as 09:30
            "closes": "11:30"             | "closes": "08:00"                   | session REGULAR opens=09:00 is not before closes=08:00 in a day from 00:00
            "TUESDAY": "full"             | "TUESDAY": "half"                   | week.TUESDAY: day='half' is none of 'days': closed, full
            "date": "2026-06-17"          | "date": "2027-06-17"                | date=2027-06-17 is outside of 'years', the years the file says it covers
            "date": "2026-06-17"          | "date": "17.6.2026"                 | Text '17.6.2026' could not be parsed at index 0
            "opens": "12:30", "closes"    | "opens": "12:30", "close"           | Unrecognized field "close"
            "TUESDAY"                     | "DIENSTAG"                          | "DIENSTAG"
            "session": "REGULAR", "opens": "12:30" | "opens": "12:30"           | days.full.session is missing
            "days": {                     | "kinds": {                          | Unrecognized field "kinds"
            """)
    void shouldNameTheFileAndTheFault(String text, String wrong, String complaint) throws IOException {
        CalendarFiles files = filesWith("tokyo", TOKYO.replace(text, wrong));

        assertThatThrownBy(() -> files.find("tokyo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Calendar " + directory.resolve("tokyo.json"))
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldRefuseADateThatStandsThereTwice() throws IOException {
        String date = "{\"date\": \"2026-06-17\", \"day\": \"closed\", \"why\": \"a test\"}";
        CalendarFiles files = filesWith("tokyo", TOKYO.replace(date, date + ", " + date));

        assertThatThrownBy(() -> files.find("tokyo")).hasMessageEndingWith("date=2026-06-17 stands there twice");
    }

    @Test
    void shouldSayWhereAFileIsNoJson() throws IOException {
        CalendarFiles files = filesWith("tokyo", "{\n  \"zone\" \"UTC\"\n}");

        assertThatThrownBy(() -> files.find("tokyo")).hasMessageContaining("tokyo.json line 2: ");
    }

    @Test
    void shouldOpenEquitiesOnTheDaysThatSpyTradedAndOnNoOther() throws IOException {
        Set<LocalDate> traded = tradedDays();
        TradingCalendar equities = TradingCalendar.parse("us-equities");
        LocalDate last = traded.stream().max(LocalDate::compareTo).orElseThrow();

        assertThat(LocalDate.of(2000, 1, 1).datesUntil(last.plusDays(1)))
                .allSatisfy(date -> assertThat(equities.isOpen(us(date.atTime(LocalTime.NOON)
                                .atZone(ZoneId.of("America/New_York"))
                                .toInstant()
                                .toString())))
                        .as("%s", date)
                        .isEqualTo(traded.contains(date)));
    }

    private static Set<LocalDate> tradedDays() throws IOException {
        Path file = Path.of("shared", "data", "equity", "SPY_daily_unadjusted_1998_2021.csv.gz");
        List<Path> found = Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
                .map(above -> above.resolve(file))
                .filter(Files::exists)
                .toList();
        Assumptions.assumeFalse(found.isEmpty(), () -> "skipped: no " + file + " beside the repository");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(found.get(0))), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> LocalDate.parse(line.substring(0, 10)))
                    .collect(Collectors.toSet());
        }
    }

    private CalendarFiles filesWith(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name + ".json"), content);
        return new CalendarFiles(directory.toString());
    }
}
