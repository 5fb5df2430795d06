package io.candlewick.market;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where an instrument's trading days begin, and so where each of its bars begins and ends; and when its market is open.
 *
 * <p>Intraday bars are laid from the start of the trading day, or from the time of day the calendar names, and cut at the day's end. So a
 * day of 23 or 25 hours has whole 1h bars and one short 4h bar. A week begins with the trading day the calendar names, Monday as a rule:
 * with a day that starts at 17:00 New York that is Sunday 17:00. Being closed cuts no bar: a tick that comes then belongs to the bar
 * of its time.
 *
 * <p><b>Units</b>: microseconds since the epoch. <b>Thread</b>: any; the trading days looked up last are remembered. <b>Cost</b>: two
 * comparisons within a remembered day.
 */
public final class TradingCalendar {

    /** Days from 00:00 UTC, weeks from Monday 00:00 UTC; always open. */
    public static final TradingCalendar UTC =
            new TradingCalendar("utc", new TradingDays(ZoneOffset.UTC, LocalTime.MIDNIGHT), null);

    /** The bars of {@link #UTC}, said of a market that never closes. */
    public static final TradingCalendar ALWAYS_OPEN = new TradingCalendar("24x7", UTC.days, null);

    /* Threads at different dates share a calendar, so several days are remembered; a power of two. */
    private static final int REMEMBERED_DAYS = 16;
    private static final long DAY_US = 86_400_000_000L;

    private final String id;
    private final TradingDays days;
    private final @Nullable TradingSessions sessions;
    /* Racy on purpose: immutable values, any thread may replace one by an equally right one. */
    private final Day[] remembered = new Day[REMEMBERED_DAYS];
    private TradingSessions.Stretch lastStretch;

    private record Day(long startUs, long endUs, long barsFromUs, long weekStartUs, long weekEndUs) {

        static final Day NONE = new Day(0, 0, 0, 0, 0);
    }

    private TradingCalendar(String id, TradingDays days, @Nullable TradingSessions sessions) {
        this.id = id;
        this.days = days;
        this.sessions = sessions;
        this.lastStretch =
                new TradingSessions.Stretch(true, Long.MIN_VALUE, sessions == null ? Long.MAX_VALUE : Long.MIN_VALUE);
        java.util.Arrays.fill(remembered, Day.NONE);
    }

    /**
     * A calendar with a name of its own.
     *
     * @param name what instruments call it
     * @param days where its days and bars begin
     * @param sessions when its market is open; nothing if always
     * @return the calendar
     */
    public static TradingCalendar of(String name, TradingDays days, Optional<TradingSessions> sessions) {
        return new TradingCalendar(name, days, sessions.orElse(null));
    }

    /**
     * Reads a calendar as an instrument names it.
     *
     * @param id {@code utc}, {@code 24x7}, a zone and the start of its trading day, e.g. {@code America/New_York 17:00}, or a name that a
     *     {@link CalendarSource} knows, e.g. {@code us-equities}
     * @return the calendar
     * @throws IllegalArgumentException if it is none of them, or the source's calendar is wrong
     */
    public static TradingCalendar parse(String id) {
        if (id.equals(UTC.id)) {
            return UTC;
        }
        if (id.equals(ALWAYS_OPEN.id)) {
            return ALWAYS_OPEN;
        }
        int space = id.indexOf(' ');
        return space > 0 ? inZone(id, space) : named(id);
    }

    private static TradingCalendar inZone(String id, int space) {
        try {
            LocalTime dayStart = LocalTime.parse(id.substring(space + 1));
            if (dayStart.equals(dayStart.truncatedTo(ChronoUnit.SECONDS))) {
                ZoneId zone = ZoneId.of(id.substring(0, space));
                TradingDays days = new TradingDays(zone, dayStart);
                return days.equals(UTC.days) ? UTC : new TradingCalendar(zone + " " + dayStart, days, null);
            }
        } catch (DateTimeException notACalendar) {
            throw unknown(id, notACalendar);
        }
        throw unknown(id, null);
    }

    private static TradingCalendar named(String id) {
        for (CalendarSource source : Sources.ALL) {
            Optional<TradingCalendar> found = source.find(id);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw unknown(id, null);
    }

    private static IllegalArgumentException unknown(String id, @Nullable Exception cause) {
        List<String> names = Sources.ALL.stream()
                .flatMap(source -> source.names().stream())
                .distinct()
                .sorted()
                .toList();
        return new IllegalArgumentException(
                "calendar='" + id
                        + "' is neither 'utc', '24x7', a zone and the day's start such as 'America/New_York 17:00'"
                        + ", nor one of the calendar files: " + String.join(", ", names),
                cause);
    }

    /** Looked up when first asked for: most programs name no calendar that needs them. */
    private static final class Sources {

        static final List<CalendarSource> ALL =
                ServiceLoader.load(CalendarSource.class, CalendarSource.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /**
     * Start of the bar that holds an instant.
     *
     * @param timeframe length of the bar
     * @param timeUs the instant
     * @return the bar's start, inclusive; at or before the instant
     */
    public long startOf(Timeframe timeframe, long timeUs) {
        Day day = dayOf(timeUs);
        return switch (timeframe.unit()) {
            case WEEK -> day.weekStartUs;
            case DAY -> day.startUs;
            case HOUR, MINUTE, SECOND -> Math.max(day.startUs, laidStart(day, timeframe, timeUs));
        };
    }

    /**
     * End of the bar that holds an instant.
     *
     * @param timeframe length of the bar
     * @param timeUs the instant, e.g. the bar's start
     * @return the bar's end, exclusive; after the instant
     */
    public long endOf(Timeframe timeframe, long timeUs) {
        Day day = dayOf(timeUs);
        return switch (timeframe.unit()) {
            case WEEK -> day.weekEndUs;
            case DAY -> day.endUs;
            case HOUR, MINUTE, SECOND -> Math.min(day.endUs, laidStart(day, timeframe, timeUs) + timeframe.lengthUs());
        };
    }

    private static long laidStart(Day day, Timeframe timeframe, long timeUs) {
        return timeUs - Math.floorMod(timeUs - day.barsFromUs, timeframe.lengthUs());
    }

    private Day dayOf(long timeUs) {
        int slot = (int) Math.floorDiv(timeUs, DAY_US) & (REMEMBERED_DAYS - 1);
        Day day = remembered[slot];
        if (timeUs >= day.startUs && timeUs < day.endUs) {
            return day;
        }
        LocalDate date = days.dateOf(timeUs);
        day = new Day(
                days.startOf(date),
                days.startOf(date.plusDays(1)),
                days.timeOf(date, days.barsFrom()),
                days.startOfWeek(date),
                days.startOfWeek(date.plusWeeks(1)));
        remembered[slot] = day;
        return day;
    }

    /**
     * Whether the market is open. Without sessions it always is.
     *
     * @param timeUs the instant
     * @return true if one of its open sessions holds the instant
     */
    public boolean isOpen(long timeUs) {
        return stretchAt(timeUs).isOpen();
    }

    /**
     * When the market next opens or closes.
     *
     * @param timeUs the instant
     * @return the first instant after it at which {@link #isOpen} changes, or {@link Long#MAX_VALUE} if it does not within ten years
     */
    public long nextChange(long timeUs) {
        return stretchAt(timeUs).untilUs();
    }

    /**
     * When the market is open within a stretch of time.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return the open spans in their order, cut at both ends
     */
    public List<TimeSpan> openSpans(long fromUs, long toUs) {
        List<TimeSpan> spans = new ArrayList<>();
        long timeUs = fromUs;
        while (timeUs < toUs) {
            TradingSessions.Stretch stretch = stretchAt(timeUs);
            if (stretch.isOpen()) {
                spans.add(new TimeSpan(timeUs, Math.min(toUs, stretch.untilUs())));
            }
            timeUs = stretch.untilUs();
        }
        return spans;
    }

    /**
     * The session that holds an instant, open or not.
     *
     * @param timeUs the instant
     * @return the part of the trading day; {@link Session#REGULAR} in a calendar without sessions; nothing between sessions
     */
    public Optional<Session> sessionAt(long timeUs) {
        return sessions == null ? Optional.of(Session.REGULAR) : Optional.ofNullable(sessions.sessionAt(timeUs));
    }

    private TradingSessions.Stretch stretchAt(long timeUs) {
        TradingSessions.Stretch stretch = lastStretch;
        if (sessions == null || (timeUs >= stretch.fromUs() && timeUs < stretch.untilUs())) {
            return stretch;
        }
        stretch = sessions.stretchAt(timeUs);
        lastStretch = stretch;
        return stretch;
    }

    /**
     * The calendar as an instrument names it.
     *
     * @return {@code utc}, {@code 24x7}, zone and day start, or its name
     */
    public String id() {
        return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TradingCalendar calendar
                && id.equals(calendar.id)
                && days.equals(calendar.days)
                && Objects.equals(sessions, calendar.sessions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, days);
    }

    @Override
    public String toString() {
        return id;
    }
}
