package io.candlewick.market;

import static io.candlewick.market.fixtures.Fixtures.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingSessionsTest {

    private static final long MS = 1_000L;
    private static final TradingCalendar FX = TradingCalendar.parse("fx");
    private static final TradingCalendar EQUITIES = TradingCalendar.parse("us-equities");

    @ParameterizedTest
    @ValueSource(strings = {"utc", "24x7", "crypto", "America/New_York 17:00"})
    void shouldAlwaysBeOpenWithoutSessions(String id) {
        TradingCalendar calendar = TradingCalendar.parse(id);
        long christmasUs = us("2026-12-25T12:00:00Z");

        assertThat(calendar.isOpen(christmasUs)).isTrue();
        assertThat(calendar.nextChange(christmasUs)).isEqualTo(Long.MAX_VALUE);
        assertThat(calendar.openSpans(christmasUs, christmasUs + 5))
                .containsExactly(new TimeSpan(christmasUs, christmasUs + 5));
        assertThat(calendar.sessionAt(christmasUs)).contains(Session.REGULAR);
    }

    @ParameterizedTest
    @CsvSource({
        // Winter and summer, and the weekends on which New York's clocks change: from Friday's close to Sunday's
        // opening.
        "2026-01-16T22:00:00Z, 2026-01-18T22:00:00Z",
        "2026-06-19T21:00:00Z, 2026-06-21T21:00:00Z",
        "2026-03-06T22:00:00Z, 2026-03-08T21:00:00Z",
        "2026-10-30T21:00:00Z, 2026-11-01T22:00:00Z",
        // A weekend that begins in one month and ends in the next, over a leap day.
        "2020-02-28T22:00:00Z, 2020-03-01T22:00:00Z"
    })
    void shouldCloseFxFromFridayToSundayAtFiveInNewYork(String closes, String opens) {
        assertClosedFromTo(FX, us(closes), us(opens));
    }

    @ParameterizedTest
    @CsvSource({
        // New Year's Day 2026 is a Thursday: from Wednesday 17:00 to Thursday 17:00.
        "2025-12-31T22:00:00Z, 2026-01-01T22:00:00Z",
        // Christmas Day 2025 is a Thursday: from 03:00 to 17:00.
        "2025-12-25T08:00:00Z, 2025-12-25T22:00:00Z",
        // New Year's Day 2027 is a Friday, so the weekend follows at once.
        "2026-12-31T22:00:00Z, 2027-01-03T22:00:00Z"
    })
    void shouldCloseFxOnChristmasAndNewYearsDay(String closes, String opens) {
        assertClosedFromTo(FX, us(closes), us(opens));
    }

    @Test
    void shouldNotOpenAWeekendForADayOfEveryYear() {
        // Christmas Day 2027 is a Saturday.
        assertThat(FX.isOpen(us("2027-12-25T01:00:00Z"))).isFalse();
        assertClosedFromTo(FX, us("2027-12-24T22:00:00Z"), us("2027-12-26T22:00:00Z"));
    }

    @Test
    void shouldLayUtcBarsOverFxSessions() {
        TradingCalendar calendar = TradingCalendar.parse("fx-utc");
        long timeUs = us("2026-06-17T23:30:00Z");

        assertThat(calendar.startOf(Timeframe.D1, timeUs)).isEqualTo(us("2026-06-17T00:00:00Z"));
        assertThat(calendar.startOf(Timeframe.W1, timeUs)).isEqualTo(us("2026-06-15T00:00:00Z"));
        assertThat(calendar.openSpans(us("2026-06-19T00:00:00Z"), us("2026-06-22T00:00:00Z")))
                .containsExactly(
                        new TimeSpan(us("2026-06-19T00:00:00Z"), us("2026-06-19T21:00:00Z")),
                        new TimeSpan(us("2026-06-21T21:00:00Z"), us("2026-06-22T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        // A usual day in winter and in summer, and the Mondays after both clock changes.
        "2026-01-15, 2026-01-15T14:30:00Z, 2026-01-15T21:00:00Z",
        "2026-06-17, 2026-06-17T13:30:00Z, 2026-06-17T20:00:00Z",
        "2026-03-09, 2026-03-09T13:30:00Z, 2026-03-09T20:00:00Z",
        "2026-11-02, 2026-11-02T14:30:00Z, 2026-11-02T21:00:00Z",
        // Half days end at 13:00.
        "2024-07-03, 2024-07-03T13:30:00Z, 2024-07-03T17:00:00Z",
        "2026-11-27, 2026-11-27T14:30:00Z, 2026-11-27T18:00:00Z",
        "2026-12-24, 2026-12-24T14:30:00Z, 2026-12-24T18:00:00Z",
        // Leap days.
        "2024-02-29, 2024-02-29T14:30:00Z, 2024-02-29T21:00:00Z",
        "2000-02-29, 2000-02-29T14:30:00Z, 2000-02-29T21:00:00Z"
    })
    void shouldOpenEquitiesInTheRegularSession(String date, String opens, String closes) {
        List<TimeSpan> spans = EQUITIES.openSpans(us(date + "T05:00:00Z"), us(date + "T05:00:00Z") + 86_400_000_000L);

        assertThat(spans).containsExactly(new TimeSpan(us(opens), us(closes)));
        assertThat(EQUITIES.isOpen(us(opens) - MS)).isFalse();
        assertThat(EQUITIES.isOpen(us(opens))).isTrue();
        assertThat(EQUITIES.isOpen(us(opens) + MS)).isTrue();
        assertThat(EQUITIES.isOpen(us(closes) - MS)).isTrue();
        assertThat(EQUITIES.isOpen(us(closes))).isFalse();
        assertThat(EQUITIES.isOpen(us(closes) + MS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // Thanksgiving; a holiday on Saturday is observed on Friday, one on Sunday on Monday; no New Year's Day on 31
        // December.
        "2026-11-25T21:00:00Z, 2026-11-27T14:30:00Z",
        "2026-07-02T20:00:00Z, 2026-07-06T13:30:00Z",
        "2027-07-02T20:00:00Z, 2027-07-06T13:30:00Z",
        "2027-12-31T21:00:00Z, 2028-01-03T14:30:00Z",
        // The longest closure of these years, and one that nobody had planned.
        "2001-09-10T20:00:00Z, 2001-09-17T13:30:00Z",
        "2012-10-26T20:00:00Z, 2012-10-31T13:30:00Z"
    })
    void shouldCloseEquitiesOnHolidays(String closes, String opens) {
        assertClosedFromTo(EQUITIES, us(closes), us(opens));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-06-17T07:59:59.999Z, -",
                "2026-06-17T08:00:00Z, PRE",
                "2026-06-17T13:30:00Z, REGULAR",
                "2026-06-17T19:59:59.999Z, REGULAR",
                "2026-06-17T20:00:00Z, POST",
                "2026-06-18T00:00:00Z, -",
                "2026-11-27T18:00:00Z, POST",
                "2026-11-27T22:00:00Z, -",
                "2026-11-26T15:00:00Z, -"
            })
    void shouldNameTheSessionOfAnInstant(String time, Session session) {
        assertThat(EQUITIES.sessionAt(us(time))).isEqualTo(Optional.ofNullable(session));
    }

    @ParameterizedTest
    @CsvSource({
        // Laid from 09:30 New York both ways, cut at midnight.
        "1h,  2026-06-17T13:30:00Z, 2026-06-17T13:30:00Z, 2026-06-17T14:30:00Z",
        "1h,  2026-06-17T13:29:59.999Z, 2026-06-17T12:30:00Z, 2026-06-17T13:30:00Z",
        "1h,  2026-06-17T04:10:00Z, 2026-06-17T04:00:00Z, 2026-06-17T04:30:00Z",
        "1h,  2026-06-18T03:45:00Z, 2026-06-18T03:30:00Z, 2026-06-18T04:00:00Z",
        "4h,  2026-06-17T13:30:00Z, 2026-06-17T13:30:00Z, 2026-06-17T17:30:00Z",
        "4h,  2026-06-17T19:59:00Z, 2026-06-17T17:30:00Z, 2026-06-17T21:30:00Z",
        "30m, 2026-06-17T13:59:59.999Z, 2026-06-17T13:30:00Z, 2026-06-17T14:00:00Z",
        "1d,  2026-06-17T13:30:00Z, 2026-06-17T04:00:00Z, 2026-06-18T04:00:00Z",
        "1w,  2026-06-17T13:30:00Z, 2026-06-15T04:00:00Z, 2026-06-22T04:00:00Z",
        // The Sunday with 23 hours: 09:30 is 8.5 hours after midnight.
        "4h,  2026-03-08T13:29:00Z, 2026-03-08T09:30:00Z, 2026-03-08T13:30:00Z",
        "4h,  2026-03-08T05:10:00Z, 2026-03-08T05:00:00Z, 2026-03-08T05:30:00Z"
    })
    void shouldLayEquityBarsFromTheOpening(String timeframe, String time, String start, String end) {
        assertThat(EQUITIES.startOf(Timeframe.parse(timeframe), us(time))).isEqualTo(us(start));
        assertThat(EQUITIES.endOf(Timeframe.parse(timeframe), us(time))).isEqualTo(us(end));
    }

    @Test
    void shouldFollowTheClocksOfTheSouth() {
        // Sydney's clocks change on 5 April and 4 October 2026.
        TradingDays sydney = new TradingDays(ZoneId.of("Australia/Sydney"), LocalTime.parse("10:00"));
        TradingCalendar calendar = weekdays(sydney, "10:00", "16:00");

        assertThat(calendar.openSpans(us("2026-04-03T12:00:00Z"), us("2026-04-06T12:00:00Z")))
                .containsExactly(new TimeSpan(us("2026-04-06T00:00:00Z"), us("2026-04-06T06:00:00Z")));
        assertThat(calendar.openSpans(us("2026-10-02T12:00:00Z"), us("2026-10-05T12:00:00Z")))
                .containsExactly(new TimeSpan(us("2026-10-04T23:00:00Z"), us("2026-10-05T05:00:00Z")));
        // The trading day from 10:00 Saturday to 10:00 Sunday has the clock change in it.
        assertThat(calendar.endOf(Timeframe.D1, us("2026-04-04T12:00:00Z"))
                        - calendar.startOf(Timeframe.D1, us("2026-04-04T12:00:00Z")))
                .isEqualTo(25 * 3_600_000_000L);
        assertThat(calendar.endOf(Timeframe.D1, us("2026-10-03T12:00:00Z"))
                        - calendar.startOf(Timeframe.D1, us("2026-10-03T12:00:00Z")))
                .isEqualTo(23 * 3_600_000_000L);
    }

    @Test
    void shouldHaveNoSessionOnADateThatAZoneSkipped() {
        // Apia went from Thursday 29 December 2011 to Saturday 31 December.
        TradingDays apia = new TradingDays(ZoneId.of("Pacific/Apia"), LocalTime.MIDNIGHT);
        TradingCalendar calendar = weekdays(apia, "09:00", "17:00");

        assertThat(calendar.openSpans(us("2011-12-29T10:00:00Z"), us("2012-01-02T10:00:00Z")))
                .containsExactly(
                        new TimeSpan(us("2011-12-29T19:00:00Z"), us("2011-12-30T03:00:00Z")),
                        new TimeSpan(us("2012-01-01T19:00:00Z"), us("2012-01-02T03:00:00Z")));
    }

    @Test
    void shouldBeginTheWeekWhereTheCalendarSays() {
        TradingDays days =
                new TradingDays(ZoneId.of("Asia/Riyadh"), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, DayOfWeek.SUNDAY);
        TradingCalendar calendar = TradingCalendar.of("riyadh", days, Optional.empty());

        assertThat(calendar.startOf(Timeframe.W1, us("2026-06-20T20:59:59.999Z")))
                .isEqualTo(us("2026-06-13T21:00:00Z"));
        assertThat(calendar.startOf(Timeframe.W1, us("2026-06-20T21:00:00Z"))).isEqualTo(us("2026-06-20T21:00:00Z"));
        assertThat(calendar.endOf(Timeframe.W1, us("2026-06-20T21:00:00Z"))).isEqualTo(us("2026-06-27T21:00:00Z"));
    }

    @Test
    void shouldRefuseASessionThatClosesBeforeItOpens() {
        TradingDays days = new TradingDays(ZoneId.of("UTC"), LocalTime.MIDNIGHT);

        assertThatThrownBy(() -> weekdays(days, "16:00", "09:30"))
                .hasMessage("session REGULAR opens=16:00 is not before closes=09:30 in a day from 00:00");
    }

    @Test
    void shouldSayThatAMarketThatIsNeverOpenDoesNotChange() {
        TradingDays days = new TradingDays(ZoneId.of("UTC"), LocalTime.MIDNIGHT);
        TradingCalendar calendar = TradingCalendar.of(
                "never",
                days,
                Optional.of(new TradingSessions(days, Map.of(), Map.of(), Map.of(), Set.of(Session.REGULAR))));

        assertThat(calendar.isOpen(0)).isFalse();
        assertThat(calendar.nextChange(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(calendar.openSpans(0, 1_000)).isEmpty();
    }

    @Property
    void shouldChangeExactlyAtTheNextChange(
            @ForAll("calendars") TradingCalendar calendar, @ForAll("times") long timeUs) {
        boolean isOpen = calendar.isOpen(timeUs);
        long changeUs = calendar.nextChange(timeUs);

        assertThat(changeUs).isGreaterThan(timeUs);
        assertThat(calendar.isOpen(changeUs - 1)).isEqualTo(isOpen);
        assertThat(calendar.isOpen(changeUs)).isEqualTo(!isOpen);
        assertThat(calendar.isOpen(timeUs + (changeUs - timeUs) / 2)).isEqualTo(isOpen);
    }

    @Provide
    Arbitrary<TradingCalendar> calendars() {
        return Arbitraries.of("fx", "fx-utc", "us-equities").map(TradingCalendar::parse);
    }

    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.longs().between(us("1999-01-01T00:00:00Z"), us("2030-01-01T00:00:00Z"));
    }

    private static TradingCalendar weekdays(TradingDays days, String opens, String closes) {
        List<SessionHours> hours =
                List.of(new SessionHours(Session.REGULAR, LocalTime.parse(opens), LocalTime.parse(closes)));
        Map<DayOfWeek, List<SessionHours>> week = Map.of(
                DayOfWeek.MONDAY, hours,
                DayOfWeek.TUESDAY, hours,
                DayOfWeek.WEDNESDAY, hours,
                DayOfWeek.THURSDAY, hours,
                DayOfWeek.FRIDAY, hours);
        return TradingCalendar.of(
                "weekdays",
                days,
                Optional.of(new TradingSessions(days, week, Map.of(), Map.of(), Set.of(Session.REGULAR))));
    }

    private static void assertClosedFromTo(TradingCalendar calendar, long closesUs, long opensUs) {
        assertThat(calendar.isOpen(closesUs - MS)).isTrue();
        assertThat(calendar.isOpen(closesUs)).isFalse();
        assertThat(calendar.isOpen(closesUs + MS)).isFalse();
        assertThat(calendar.isOpen(opensUs - MS)).isFalse();
        assertThat(calendar.isOpen(opensUs)).isTrue();
        assertThat(calendar.isOpen(opensUs + MS)).isTrue();
        assertThat(calendar.nextChange(closesUs - MS)).isEqualTo(closesUs);
        assertThat(calendar.nextChange(closesUs)).isEqualTo(opensUs);
    }
}
