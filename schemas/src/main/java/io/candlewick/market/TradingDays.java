package io.candlewick.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * How a zone's time is cut into trading days, and these into weeks.
 *
 * <p>A day that starts at noon or later carries the date of the next morning, as the FX trade date does. <b>Edges</b>: days of 23 and 25
 * hours are real; a date that a zone skipped has no length, and no instant belongs to it. <b>Thread</b>: any.
 *
 * @param zone whose clocks count
 * @param dayStart when a day starts on those clocks
 * @param barsFrom the time of day from which intraday bars are laid, both ways, to the day's start and to its end
 * @param weekStart the trading day that starts a week
 */
public record TradingDays(ZoneId zone, LocalTime dayStart, LocalTime barsFrom, DayOfWeek weekStart) {

    /**
     * Days whose bars are laid from their start, in weeks from Monday.
     *
     * @param zone whose clocks count
     * @param dayStart when a day starts on those clocks
     */
    public TradingDays(ZoneId zone, LocalTime dayStart) {
        this(zone, dayStart, dayStart, DayOfWeek.MONDAY);
    }

    LocalDate dateOf(long timeUs) {
        LocalDate local = Times.instant(timeUs).atZone(zone).toLocalDate();
        LocalDate date = isNamedForNextDate() ? local.plusDays(1) : local;
        // A clock change can move the day's start past the wall time, and a zone that crosses the date line drops a
        // whole day: the
        // candidates are asked rather than computed.
        while (timeUs < startOf(date)) {
            date = date.minusDays(1);
        }
        while (timeUs >= startOf(date.plusDays(1))) {
            date = date.plusDays(1);
        }
        return date;
    }

    long startOf(LocalDate tradingDate) {
        return us(firstCivilDate(tradingDate), dayStart);
    }

    long startOfWeek(LocalDate tradingDate) {
        return startOf(tradingDate.with(TemporalAdjusters.previousOrSame(weekStart)));
    }

    /** When the clocks show a time within a trading day; the day's own start is the first such moment. */
    long timeOf(LocalDate tradingDate, LocalTime time) {
        LocalDate first = firstCivilDate(tradingDate);
        return us(time.isBefore(dayStart) ? first.plusDays(1) : first, time);
    }

    private LocalDate firstCivilDate(LocalDate tradingDate) {
        return isNamedForNextDate() ? tradingDate.minusDays(1) : tradingDate;
    }

    private boolean isNamedForNextDate() {
        return !dayStart.isBefore(LocalTime.NOON);
    }

    private long us(LocalDate date, LocalTime time) {
        return Math.multiplyExact(ZonedDateTime.of(date, time, zone).toEpochSecond(), 1_000_000L);
    }
}
