package io.candlewick.calendar;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.market.Session;
import io.candlewick.market.SessionHours;
import io.candlewick.market.TradingCalendar;
import io.candlewick.market.TradingDays;
import io.candlewick.market.TradingSessions;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One calendar file as it is written; {@code docs/data-model.md} describes the fields.
 *
 * @param description what it is
 * @param source where its hours and dates are from
 * @param zone whose clocks the sessions are told by
 * @param dayStart when a trading day starts on them
 * @param bars where bars begin, if that differs
 * @param years the years its dates cover, if they are listed
 * @param openIn the sessions in which the market counts as open; all if absent
 * @param days the kinds of day, by name; none if the market never closes
 * @param week the kind of day of each weekday; closed if absent
 * @param dates the days that differ
 */
record CalendarFile(
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("source") @Nullable List<String> source,
        @JsonProperty("zone") @Nullable String zone,
        @JsonProperty("day_start") @Nullable String dayStart,
        @JsonProperty("bars") @Nullable Bars bars,
        @JsonProperty("years") @Nullable Years years,
        @JsonProperty("open_in") @Nullable Set<Session> openIn,
        @JsonProperty("days") @Nullable Map<String, List<Hours>> days,
        @JsonProperty("week") @Nullable Map<DayOfWeek, String> week,
        @JsonProperty("dates") @Nullable List<Dated> dates) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final String EVERY_YEAR = "--";

    /** Where bars begin, where that is not where trading days do. */
    record Bars(
            @JsonProperty("zone") @Nullable String zone,
            @JsonProperty("day_start") @Nullable String dayStart,
            @JsonProperty("laid_from") @Nullable String laidFrom,
            @JsonProperty("week_start") @Nullable DayOfWeek weekStart) {}

    /** The first and the last year whose dates are listed. */
    record Years(
            @JsonProperty("from") int from,
            @JsonProperty("to") int to) {}

    /** One session of a kind of day. */
    record Hours(
            @JsonProperty("session") @Nullable Session session,
            @JsonProperty("opens") @Nullable String opens,
            @JsonProperty("closes") @Nullable String closes) {}

    /** A day that differs: {@code 2024-07-03}, or {@code --12-25} for that day of every year. */
    record Dated(
            @JsonProperty("date") @Nullable String date,
            @JsonProperty("day") @Nullable String day,
            @JsonProperty("why") @Nullable String why) {}

    /**
     * Reads a calendar.
     *
     * @param name what instruments call it
     * @param place the file, for messages
     * @param in its content
     * @throws IllegalArgumentException if the content is wrong; the message names place and fault
     * @throws IOException if it cannot be read
     */
    static TradingCalendar read(String name, String place, InputStream in) throws IOException {
        try {
            CalendarFile file = JSON.readValue(in, CalendarFile.class);
            return file.calendar(name);
        } catch (JsonProcessingException notTheShape) {
            throw new IllegalArgumentException(
                    "Calendar " + place + " line " + line(notTheShape) + ": " + notTheShape.getOriginalMessage(),
                    notTheShape);
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Calendar " + place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String line(JsonProcessingException fault) {
        return fault.getLocation() == null
                ? "?"
                : Integer.toString(fault.getLocation().getLineNr());
    }

    private TradingCalendar calendar(String name) {
        TradingDays tradingDays = new TradingDays(ZoneId.of(given("zone", zone)), time("day_start", dayStart));
        Optional<TradingSessions> sessions = Optional.empty();
        if (days != null) {
            sessions = Optional.of(sessions(tradingDays, kinds(days)));
        } else if (week != null || dates != null) {
            throw new IllegalArgumentException("week and dates need 'days', the kinds of day they name");
        }
        return TradingCalendar.of(name, bars == null ? tradingDays : barDays(bars, tradingDays), sessions);
    }

    private static TradingDays barDays(Bars bars, TradingDays tradingDays) {
        LocalTime start = bars.dayStart == null ? tradingDays.dayStart() : time("bars.day_start", bars.dayStart);
        return new TradingDays(
                bars.zone == null ? tradingDays.zone() : ZoneId.of(bars.zone),
                start,
                bars.laidFrom == null ? start : time("bars.laid_from", bars.laidFrom),
                bars.weekStart == null ? tradingDays.weekStart() : bars.weekStart);
    }

    private TradingSessions sessions(TradingDays tradingDays, Map<String, List<SessionHours>> kinds) {
        Map<DayOfWeek, List<SessionHours>> weekdays = new EnumMap<>(DayOfWeek.class);
        if (week != null) {
            week.forEach((weekday, kind) -> weekdays.put(weekday, kind(kinds, "week." + weekday, kind)));
        }
        Map<LocalDate, List<SessionHours>> listed = new HashMap<>();
        Map<MonthDay, List<SessionHours>> everyYear = new HashMap<>();
        for (Dated dated : dates == null ? List.<Dated>of() : dates) {
            String date = given("dates.date", dated.date);
            List<SessionHours> hours = kind(kinds, date, dated.day);
            List<SessionHours> before = date.startsWith(EVERY_YEAR)
                    ? everyYear.put(MonthDay.parse(date), hours)
                    : listed.put(covered(LocalDate.parse(date)), hours);
            if (before != null) {
                throw new IllegalArgumentException("date=" + date + " stands there twice");
            }
        }
        return new TradingSessions(
                tradingDays, weekdays, listed, everyYear, openIn == null ? Set.of(Session.values()) : openIn);
    }

    /* A date beyond the stated years would make the file look as if it knew that year. */
    private LocalDate covered(LocalDate date) {
        if (years == null || date.getYear() < years.from || date.getYear() > years.to) {
            throw new IllegalArgumentException(
                    "date=" + date + " is outside of 'years', the years the file says it covers");
        }
        return date;
    }

    private static Map<String, List<SessionHours>> kinds(Map<String, List<Hours>> days) {
        Map<String, List<SessionHours>> kinds = new HashMap<>();
        days.forEach((kind, sessions) -> {
            List<SessionHours> hours = new ArrayList<>();
            for (Hours session : sessions) {
                String at = "days." + kind;
                hours.add(new SessionHours(
                        given(at + ".session", session.session),
                        time(at + ".opens", session.opens),
                        time(at + ".closes", session.closes)));
            }
            kinds.put(kind, List.copyOf(hours));
        });
        return kinds;
    }

    private static List<SessionHours> kind(Map<String, List<SessionHours>> kinds, String where, @Nullable String kind) {
        List<SessionHours> hours = kinds.get(given(where + " day", kind));
        if (hours == null) {
            throw new IllegalArgumentException(where + ": day='" + kind + "' is none of 'days': "
                    + String.join(", ", kinds.keySet().stream().sorted().toList()));
        }
        return hours;
    }

    private static LocalTime time(String field, @Nullable String text) {
        try {
            return LocalTime.parse(given(field, text));
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(field + "='" + text + "' is not a time of day such as 09:30", notATime);
        }
    }

    private static <T> T given(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
