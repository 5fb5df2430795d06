package io.candlewick.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a market: those of its usual week, and the dates that differ.
 *
 * <p><b>Edges</b>: a weekday that is not named has no session; of a date, the entry for that very date counts before the one for that day of
 * every year, and that before the weekday. A day of every year opens no weekday that has no session. <b>Thread</b>: any, it never changes.
 *
 * @param days the trading days the sessions belong to
 * @param week the sessions of a weekday
 * @param dates the sessions of a date that differs; none if it is closed
 * @param everyYear the sessions of a day that differs in every year
 * @param open the sessions in which the market counts as open
 */
public record TradingSessions(
        TradingDays days,
        Map<DayOfWeek, List<SessionHours>> week,
        Map<LocalDate, List<SessionHours>> dates,
        Map<MonthDay, List<SessionHours>> everyYear,
        Set<Session> open) {

    /* How far the next change is looked for: a market that does not close for ten years does not close. */
    private static final int DAYS_AHEAD = 3_660;

    /**
     * Checks that every session opens before it closes.
     *
     * @throws IllegalArgumentException if one does not, naming it
     */
    public TradingSessions {
        week = Map.copyOf(week);
        dates = Map.copyOf(dates);
        everyYear = Map.copyOf(everyYear);
        open = Set.copyOf(open);
        for (Map<?, List<SessionHours>> byDay : List.of(week, dates, everyYear)) {
            byDay.values().forEach(hours -> hours.forEach(session -> check(days, session)));
        }
    }

    private static void check(TradingDays days, SessionHours hours) {
        if (nanosIntoDay(days, hours.opens()) >= nanosIntoDay(days, hours.closes())
                && !hours.closes().equals(days.dayStart())) {
            throw new IllegalArgumentException("session " + hours.session() + " opens=" + hours.opens()
                    + " is not before closes=" + hours.closes() + " in a day from " + days.dayStart());
        }
    }

    private static long nanosIntoDay(TradingDays days, LocalTime time) {
        return Math.floorMod(time.toNanoOfDay() - days.dayStart().toNanoOfDay(), LocalTime.MAX.toNanoOfDay() + 1);
    }

    /**
     * A stretch in which the market is open, or closed, throughout.
     *
     * @param isOpen which
     * @param fromUs a time in it
     * @param untilUs its end, exclusive; {@link Long#MAX_VALUE} if there is none
     */
    record Stretch(boolean isOpen, long fromUs, long untilUs) {}

    Stretch stretchAt(long timeUs) {
        long endUs = timeUs;
        boolean isOpen = false;
        LocalDate date = days.dateOf(timeUs);
        for (int day = 0; day < DAYS_AHEAD; day++) {
            for (TimeSpan span : openSpans(date.plusDays(day))) {
                if (span.endUs() <= endUs) {
                    continue;
                }
                if (span.startUs() > endUs) {
                    return new Stretch(isOpen, timeUs, isOpen ? endUs : span.startUs());
                }
                // It holds the time asked for, or goes on where the one before it ends.
                isOpen = true;
                endUs = span.endUs();
            }
        }
        return new Stretch(isOpen, timeUs, Long.MAX_VALUE);
    }

    @Nullable
    Session sessionAt(long timeUs) {
        LocalDate date = days.dateOf(timeUs);
        for (SessionHours hours : on(date)) {
            TimeSpan span = span(date, hours);
            if (timeUs >= span.startUs() && timeUs < span.endUs()) {
                return hours.session();
            }
        }
        return null;
    }

    private List<TimeSpan> openSpans(LocalDate date) {
        List<TimeSpan> spans = new ArrayList<>();
        for (SessionHours hours : on(date)) {
            if (open.contains(hours.session())) {
                TimeSpan span = span(date, hours);
                if (span.startUs() < span.endUs()) {
                    spans.add(span);
                }
            }
        }
        spans.sort(Comparator.comparingLong(TimeSpan::startUs));
        return spans;
    }

    private TimeSpan span(LocalDate date, SessionHours hours) {
        long dayEndUs = days.startOf(date.plusDays(1));
        long closesUs = hours.closes().equals(days.dayStart()) ? dayEndUs : days.timeOf(date, hours.closes());
        long opensUs = Math.max(days.startOf(date), days.timeOf(date, hours.opens()));
        return new TimeSpan(opensUs, Math.min(dayEndUs, closesUs));
    }

    private List<SessionHours> on(LocalDate date) {
        List<SessionHours> listed = dates.get(date);
        if (listed != null) {
            return listed;
        }
        List<SessionHours> usual = week.getOrDefault(date.getDayOfWeek(), List.of());
        return usual.isEmpty() ? usual : everyYear.getOrDefault(MonthDay.from(date), usual);
    }
}
