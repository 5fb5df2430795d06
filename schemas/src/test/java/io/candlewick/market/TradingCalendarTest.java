package io.candlewick.market;

import static io.candlewick.market.fixtures.Fixtures.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {

    private static final long HOUR_US = 3_600_000_000L;
    private static final TradingCalendar NEW_YORK = TradingCalendar.parse("America/New_York 17:00");

    @ParameterizedTest
    @CsvSource({
        "1m,  2026-03-02T10:07:00Z, 2026-03-02T10:08:00Z",
        "5m,  2026-03-02T10:05:00Z, 2026-03-02T10:10:00Z",
        "15m, 2026-03-02T10:00:00Z, 2026-03-02T10:15:00Z",
        "30m, 2026-03-02T10:00:00Z, 2026-03-02T10:30:00Z",
        "1h,  2026-03-02T10:00:00Z, 2026-03-02T11:00:00Z",
        "4h,  2026-03-02T08:00:00Z, 2026-03-02T12:00:00Z",
        "1d,  2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z",
        "1w,  2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
        "1s,  2026-03-02T10:07:30Z, 2026-03-02T10:07:31Z"
    })
    void shouldLayBarsFromMidnightInUtc(String timeframe, String start, String end) {
        long timeUs = us("2026-03-02T10:07:30.5Z");

        assertThat(boundsOf(TradingCalendar.UTC, timeframe, timeUs)).containsExactly(us(start), us(end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"})
    void shouldChangeBarsExactlyAtTheBoundary(String timeframe) {
        for (TradingCalendar calendar : List.of(TradingCalendar.UTC, NEW_YORK)) {
            List<Long> bounds = boundsOf(calendar, timeframe, us("2026-06-17T13:01:02.345678Z"));
            long startUs = bounds.get(0);
            long endUs = bounds.get(1);

            assertThat(boundsOf(calendar, timeframe, startUs)).isEqualTo(bounds);
            assertThat(boundsOf(calendar, timeframe, startUs + 1)).isEqualTo(bounds);
            assertThat(boundsOf(calendar, timeframe, endUs - 1)).isEqualTo(bounds);
            assertThat(boundsOf(calendar, timeframe, startUs - 1).get(1)).isEqualTo(startUs);
            assertThat(boundsOf(calendar, timeframe, endUs).get(0)).isEqualTo(endUs);
            assertThat(boundsOf(calendar, timeframe, endUs + 1).get(0)).isEqualTo(endUs);
        }
    }

    @Test
    void shouldHaveADayOf23HoursWhenNewYorkSpringsForward() {
        long timeUs = us("2026-03-08T12:00:00Z");

        assertThat(boundsOf(NEW_YORK, "1d", timeUs))
                .containsExactly(us("2026-03-07T22:00:00Z"), us("2026-03-08T21:00:00Z"));
    }

    @Test
    void shouldHaveADayOf25HoursWhenNewYorkFallsBack() {
        long timeUs = us("2026-11-01T12:00:00Z");

        assertThat(boundsOf(NEW_YORK, "1d", timeUs))
                .containsExactly(us("2026-10-31T21:00:00Z"), us("2026-11-01T22:00:00Z"));
    }

    @Test
    void shouldCutTheLastFourHourBarOfAShortDay() {
        List<Long> starts = startsWithin("4h", us("2026-03-07T22:00:00Z"), us("2026-03-08T21:00:00Z"));

        assertThat(starts)
                .containsExactly(
                        us("2026-03-07T22:00:00Z"),
                        us("2026-03-08T02:00:00Z"),
                        us("2026-03-08T06:00:00Z"),
                        us("2026-03-08T10:00:00Z"),
                        us("2026-03-08T14:00:00Z"),
                        us("2026-03-08T18:00:00Z"));
        assertThat(NEW_YORK.endOf(Timeframe.H4, us("2026-03-08T18:00:00Z"))).isEqualTo(us("2026-03-08T21:00:00Z"));
    }

    @Test
    void shouldEndALongDayWithAFourHourBarOfOneHour() {
        List<Long> starts = startsWithin("4h", us("2026-10-31T21:00:00Z"), us("2026-11-01T22:00:00Z"));

        assertThat(starts).hasSize(7).endsWith(us("2026-11-01T17:00:00Z"), us("2026-11-01T21:00:00Z"));
        assertThat(NEW_YORK.endOf(Timeframe.H4, us("2026-11-01T21:00:00Z"))).isEqualTo(us("2026-11-01T22:00:00Z"));
    }

    @Test
    void shouldHaveWholeHoursOnBothClockChangeDays() {
        assertThat(startsWithin("1h", us("2026-03-07T22:00:00Z"), us("2026-03-08T21:00:00Z")))
                .hasSize(23);
        assertThat(startsWithin("1h", us("2026-10-31T21:00:00Z"), us("2026-11-01T22:00:00Z")))
                .hasSize(25);
    }

    @ParameterizedTest
    @CsvSource({
        // The last moment of Friday's session and the first of Sunday's.
        "2026-06-19T20:59:59.999999Z, 2026-06-14T21:00:00Z, 2026-06-21T21:00:00Z",
        "2026-06-21T20:59:59.999999Z, 2026-06-14T21:00:00Z, 2026-06-21T21:00:00Z",
        "2026-06-21T21:00:00Z,        2026-06-21T21:00:00Z, 2026-06-28T21:00:00Z",
        // The weeks that hold the clock changes have 167 and 169 hours.
        "2026-03-05T00:00:00Z,        2026-03-01T22:00:00Z, 2026-03-08T21:00:00Z",
        "2026-10-28T00:00:00Z,        2026-10-25T21:00:00Z, 2026-11-01T22:00:00Z"
    })
    void shouldBeginTheWeekOnSundayAtFiveInNewYork(String time, String start, String end) {
        assertThat(boundsOf(NEW_YORK, "1w", us(time))).containsExactly(us(start), us(end));
    }

    @ParameterizedTest
    @CsvSource({
        // Sydney, day from 08:00: its clocks go back on 5 April 2026 and forward on 4 October.
        "2026-04-04T12:00:00Z, 2026-04-03T21:00:00Z, 2026-04-04T22:00:00Z, 25",
        "2026-10-03T12:00:00Z, 2026-10-02T22:00:00Z, 2026-10-03T21:00:00Z, 23",
        "2026-10-04T12:00:00Z, 2026-10-03T21:00:00Z, 2026-10-04T21:00:00Z, 24"
    })
    void shouldFollowTheClocksOfTheSouth(String time, String start, String end, int hours) {
        TradingCalendar sydney = TradingCalendar.parse("Australia/Sydney 08:00");

        assertThat(boundsOf(sydney, "1d", us(time))).containsExactly(us(start), us(end));
        assertThat((us(end) - us(start)) / HOUR_US).isEqualTo(hours);
        assertThat(boundsOf(sydney, "4h", us(end) - 1))
                .containsExactly(us(end) - (hours % 4 == 0 ? 4 : hours % 4) * HOUR_US, us(end));
        assertThat(boundsOf(sydney, "1d", us(start) - 1_000).get(1)).isEqualTo(us(start));
        assertThat(boundsOf(sydney, "1d", us(end) - 1_000)).containsExactly(us(start), us(end));
        assertThat(boundsOf(sydney, "1d", us(end) + 1_000).get(0)).isEqualTo(us(end));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-28, 2024-03-01",
        "2000-02-29, 2000-02-28, 2000-03-01",
        // 1900 was no leap year.
        "1900-02-28, 1900-02-27, 1900-03-01"
    })
    void shouldKnowLeapDays(String date, String before, String after) {
        long dayUs = us(date + "T00:00:00Z");

        assertThat(boundsOf(TradingCalendar.UTC, "1d", dayUs)).containsExactly(dayUs, us(after + "T00:00:00Z"));
        assertThat(boundsOf(TradingCalendar.UTC, "1d", dayUs - 1_000))
                .containsExactly(us(before + "T00:00:00Z"), dayUs);
    }

    @Test
    void shouldAnswerAlikeWhateverDayWasAskedBefore() {
        for (int day = 0; day < 40; day++) {
            long timeUs = us("2026-02-20T12:00:00Z") + day * 24L * HOUR_US;
            List<Long> bounds = boundsOf(NEW_YORK, "1d", timeUs);

            assertThat(boundsOf(TradingCalendar.parse("America/New_York 17:00"), "1d", timeUs))
                    .isEqualTo(bounds);
            assertThat(bounds.get(1))
                    .isEqualTo(boundsOf(NEW_YORK, "1d", bounds.get(1)).get(0));
        }
    }

    @Test
    void shouldCountTheLeapDay() {
        assertThat(boundsOf(TradingCalendar.UTC, "1d", us("2028-02-29T23:59:59.999999Z")))
                .containsExactly(us("2028-02-29T00:00:00Z"), us("2028-03-01T00:00:00Z"));
        assertThat(boundsOf(NEW_YORK, "1d", us("2028-02-29T23:00:00Z")))
                .containsExactly(us("2028-02-29T22:00:00Z"), us("2028-03-01T22:00:00Z"));
    }

    @Test
    void shouldLayBarsFromAFixedOffset() {
        TradingCalendar eastern = TradingCalendar.parse("-05:00 00:00");

        assertThat(boundsOf(eastern, "1d", us("2026-07-01T04:59:59.999999Z")))
                .containsExactly(us("2026-06-30T05:00:00Z"), us("2026-07-01T05:00:00Z"));
        assertThat(boundsOf(eastern, "4h", us("2026-07-01T05:00:00Z")))
                .containsExactly(us("2026-07-01T05:00:00Z"), us("2026-07-01T09:00:00Z"));
        assertThat(boundsOf(eastern, "1w", us("2026-07-01T05:00:00Z")))
                .containsExactly(us("2026-06-29T05:00:00Z"), us("2026-07-06T05:00:00Z"));
    }

    @Test
    void shouldLayBarsBeforeTheEpoch() {
        assertThat(boundsOf(TradingCalendar.UTC, "4h", -1)).containsExactly(-4 * HOUR_US, 0L);
        assertThat(boundsOf(TradingCalendar.UTC, "1w", -1))
                .containsExactly(us("1969-12-29T00:00:00Z"), us("1970-01-05T00:00:00Z"));
    }

    @Test
    void shouldSkipTheDaySamoaDropped() {
        TradingCalendar samoa = TradingCalendar.parse("Pacific/Apia 17:00");
        long timeUs = us("2011-12-30T20:00:00Z");

        assertThat(boundsOf(samoa, "1d", timeUs))
                .containsExactly(us("2011-12-30T03:00:00Z"), us("2011-12-31T03:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "utc",
                "24x7",
                "America/New_York 17:00",
                "-05:00 00:00",
                "Asia/Tokyo 06:30",
                "fx",
                "us-equities",
                "crypto"
            })
    void shouldReadBackItsOwnName(String id) {
        TradingCalendar calendar = TradingCalendar.parse(id);

        assertThat(calendar.id()).isEqualTo(id);
        assertThat(calendar)
                .isEqualTo(TradingCalendar.parse(id))
                .hasSameHashCodeAs(TradingCalendar.parse(id))
                .hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gmt", "America/New_York", "Mars/Olympus 17:00", "America/New_York 25:00", "utc 17:00:00.5"})
    void shouldRefuseWhatIsNoCalendar(String id) {
        assertThatThrownBy(() -> TradingCalendar.parse(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("calendar='" + id
                        + "' is neither 'utc', '24x7', a zone and the day's start such as 'America/New_York 17:00'"
                        + ", nor one of the calendar files: crypto, fx, fx-utc, us-equities");
    }

    @Property
    void shouldHoldTheInstantBetweenStartAndEnd(
            @ForAll("calendars") TradingCalendar calendar,
            @ForAll("timeframes") Timeframe timeframe,
            @ForAll("times") long timeUs) {
        long startUs = calendar.startOf(timeframe, timeUs);
        long endUs = calendar.endOf(timeframe, timeUs);

        assertThat(startUs).isLessThanOrEqualTo(timeUs);
        assertThat(endUs).isGreaterThan(timeUs);
        assertThat(calendar.startOf(timeframe, startUs)).isEqualTo(startUs);
        assertThat(calendar.endOf(timeframe, startUs)).isEqualTo(endUs);
        assertThat(calendar.endOf(timeframe, startUs - 1)).isEqualTo(startUs);
        assertThat(calendar.startOf(timeframe, endUs)).isEqualTo(endUs);
    }

    @Property
    void shouldNestFinerBarsInCoarserOnes(
            @ForAll("calendars") TradingCalendar calendar,
            @ForAll("timeframes") Timeframe one,
            @ForAll("timeframes") Timeframe other,
            @ForAll("times") long timeUs) {
        Timeframe coarse = one.compareTo(other) > 0 ? one : other;
        Timeframe fine = one.compareTo(other) > 0 ? other : one;
        if (!coarse.isMultipleOf(fine)) {
            return;
        }

        assertThat(calendar.startOf(fine, timeUs)).isGreaterThanOrEqualTo(calendar.startOf(coarse, timeUs));
        assertThat(calendar.endOf(fine, timeUs)).isLessThanOrEqualTo(calendar.endOf(coarse, timeUs));
    }

    @Provide
    Arbitrary<TradingCalendar> calendars() {
        return Arbitraries.of(
                        "utc",
                        "America/New_York 17:00",
                        "America/New_York 00:00",
                        "-05:00 00:00",
                        "+05:45 09:15",
                        "Australia/Lord_Howe 02:00",
                        "America/Sao_Paulo 00:00",
                        "America/Havana 00:00",
                        "Pacific/Apia 17:00",
                        "Pacific/Apia 00:00")
                .map(TradingCalendar::parse);
    }

    @Provide
    Arbitrary<Timeframe> timeframes() {
        return Arbitraries.of("1s", "1m", "5m", "15m", "30m", "1h", "2h", "4h", "8h", "1d", "1w")
                .map(Timeframe::parse);
    }

    @Provide
    Arbitrary<Long> times() {
        Arbitrary<Long> any = Arbitraries.longs().between(us("1970-01-02T00:00:00Z"), us("2060-01-01T00:00:00Z"));
        Arbitrary<Long> aroundClockChanges = Arbitraries.of(
                        "2026-03-08T07:00:00Z",
                        "2026-11-01T06:00:00Z",
                        "2011-12-30T10:00:00Z",
                        "2018-02-18T02:00:00Z",
                        "2017-10-15T03:00:00Z",
                        "2026-04-04T15:00:00Z")
                .flatMap(change -> Arbitraries.longs().between(us(change) - 30 * HOUR_US, us(change) + 30 * HOUR_US));
        return Arbitraries.oneOf(any, aroundClockChanges);
    }

    private static List<Long> boundsOf(TradingCalendar calendar, String code, long timeUs) {
        Timeframe timeframe = Timeframe.parse(code);
        return List.of(calendar.startOf(timeframe, timeUs), calendar.endOf(timeframe, timeUs));
    }

    private static List<Long> startsWithin(String code, long fromUs, long toUs) {
        Timeframe timeframe = Timeframe.parse(code);
        List<Long> starts = new ArrayList<>();
        for (long startUs = fromUs; startUs < toUs; startUs = NEW_YORK.endOf(timeframe, startUs)) {
            assertThat(NEW_YORK.startOf(timeframe, startUs)).isEqualTo(startUs);
            starts.add(startUs);
        }
        return starts;
    }
}
