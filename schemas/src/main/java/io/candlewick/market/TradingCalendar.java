package io.candlewick.market;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an instrument's trading days begin, and so where each of its bars begins and ends.
 *
 * <p>Intraday bars are laid from the start of the trading day and cut at its end, so a day of 23 or 25 hours has whole 1h bars and
 * one short 4h bar. A week begins with the trading day of Monday: with a day that starts at 17:00 New York that is Sunday 17:00.
 *
 * <p><b>Units</b>: microseconds since the epoch. <b>Thread</b>: any; the last trading day looked up is remembered. <b>Cost</b>: two
 * comparisons within the remembered day.
 */
public final class TradingCalendar {

    /** Days from 00:00 UTC, weeks from Monday 00:00 UTC. */
    public static final TradingCalendar UTC = new TradingCalendar(ZoneOffset.UTC, LocalTime.MIDNIGHT);

    private final ZoneId zone;
    private final LocalTime dayStart;
    /* A trading day that starts in the afternoon carries the date of the next morning, as the FX trade date does. */
    private final boolean namedForNextDate;
    /* Racy on purpose: an immutable pair, any thread may replace it by an equally right one. */
    private Span lastDay = new Span(0, 0);

    private record Span(long startUs, long endUs) {}

    private TradingCalendar(ZoneId zone, LocalTime dayStart) {
        this.zone = zone;
        this.dayStart = dayStart;
        this.namedForNextDate = !dayStart.isBefore(LocalTime.NOON);
    }

    /**
     * Reads a calendar as an instrument names it.
     *
     * @param id {@code utc}, or a zone and the start of its trading day, e.g. {@code America/New_York 17:00}
     * @return the calendar
     * @throws IllegalArgumentException if it is neither
     */
    public static TradingCalendar parse(String id) {
        if (id.equals("utc")) {
            return UTC;
        }
        int space = id.indexOf(' ');
        try {
            if (space > 0) {
                LocalTime dayStart = LocalTime.parse(id.substring(space + 1));
                if (dayStart.equals(dayStart.truncatedTo(ChronoUnit.SECONDS))) {
                    return new TradingCalendar(ZoneId.of(id.substring(0, space)), dayStart);
                }
            }
        } catch (DateTimeException notACalendar) {
            throw new IllegalArgumentException(describe(id), notACalendar);
        }
        throw new IllegalArgumentException(describe(id));
    }

    private static String describe(String id) {
        return "calendar='" + id + "' is neither 'utc' nor a zone and the day's start such as 'America/New_York 17:00'";
    }

    /**
     * Start of the bar that holds an instant.
     *
     * @param timeframe length of the bar
     * @param timeUs the instant
     * @return the bar's start, inclusive; at or before the instant
     */
    public long startOf(Timeframe timeframe, long timeUs) {
        if (timeframe.unit() == Timeframe.Unit.WEEK) {
            return weekStart(tradingDate(timeUs));
        }
        Span day = dayOf(timeUs);
        if (timeframe.unit() == Timeframe.Unit.DAY) {
            return day.startUs;
        }
        return timeUs - (timeUs - day.startUs) % timeframe.lengthUs();
    }

    /**
     * End of the bar that holds an instant.
     *
     * @param timeframe length of the bar
     * @param timeUs the instant, e.g. the bar's start
     * @return the bar's end, exclusive; after the instant
     */
    public long endOf(Timeframe timeframe, long timeUs) {
        if (timeframe.unit() == Timeframe.Unit.WEEK) {
            return weekStart(tradingDate(timeUs).plusWeeks(1));
        }
        Span day = dayOf(timeUs);
        if (timeframe.unit() == Timeframe.Unit.DAY) {
            return day.endUs;
        }
        return Math.min(startOf(timeframe, timeUs) + timeframe.lengthUs(), day.endUs);
    }

    private Span dayOf(long timeUs) {
        Span day = lastDay;
        if (timeUs >= day.startUs && timeUs < day.endUs) {
            return day;
        }
        LocalDate date = tradingDate(timeUs);
        day = new Span(dayStart(date), dayStart(date.plusDays(1)));
        lastDay = day;
        return day;
    }

    private LocalDate tradingDate(long timeUs) {
        ZonedDateTime local = instant(timeUs).atZone(zone);
        LocalDate date = namedForNextDate ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        // A clock change can move the day's start past the wall time, and a zone that crosses the date line drops a
        // whole day: the
        // candidates are asked rather than computed.
        while (timeUs < dayStart(date)) {
            date = date.minusDays(1);
        }
        while (timeUs >= dayStart(date.plusDays(1))) {
            date = date.plusDays(1);
        }
        return date;
    }

    private long weekStart(LocalDate tradingDate) {
        return dayStart(tradingDate.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    private long dayStart(LocalDate tradingDate) {
        LocalDate date = namedForNextDate ? tradingDate.minusDays(1) : tradingDate;
        return Math.multiplyExact(ZonedDateTime.of(date, dayStart, zone).toEpochSecond(), 1_000_000L);
    }

    private static Instant instant(long timeUs) {
        return Times.instant(timeUs);
    }

    /**
     * The calendar as an instrument names it.
     *
     * @return {@code utc}, or zone and day start
     */
    public String id() {
        return zone.equals(ZoneOffset.UTC) && dayStart.equals(LocalTime.MIDNIGHT) ? "utc" : zone + " " + dayStart;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TradingCalendar calendar
                && zone.equals(calendar.zone)
                && dayStart.equals(calendar.dayStart);
    }

    @Override
    public int hashCode() {
        return Objects.hash(zone, dayStart);
    }

    @Override
    public String toString() {
        return id();
    }
}
