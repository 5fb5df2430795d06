package io.candlewick.ingest.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One week of the FX market: Sunday 17:00 to Friday 17:00 in New York, 120 hours in every season because clocks change before the open.
 *
 * @param openUs first instant of trading, microseconds since the epoch
 */
record TradingWeek(long openUs) {

    static final long HOUR_US = 3_600_000_000L;
    static final int HOURS = 120;

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalTime OPEN = LocalTime.of(17, 0);

    /* How busy the market is by the hour of New York, from 00: Tokyo's morning is the evening before. */
    private static final double[] BUSY = {
        0.7, 0.7, 0.9, 1.7, 1.9, 1.7, 1.5, 1.7, 2.6, 2.7, 2.5, 2.0, 1.3, 1.1, 1.1, 1.2, 0.7, 0.2, 0.4, 0.8, 1.0, 0.9,
        0.8, 0.7
    };

    /** The week that opens on a Sunday. */
    static TradingWeek of(LocalDate sunday) {
        if (sunday.getDayOfWeek() != DayOfWeek.SUNDAY) {
            throw new IllegalArgumentException(
                    "week_start=" + sunday + " is a " + sunday.getDayOfWeek() + "; the FX week opens on a Sunday");
        }
        return new TradingWeek(sunday.atTime(OPEN).atZone(NEW_YORK).toEpochSecond() * 1_000_000L);
    }

    long closeUs() {
        return openUs + HOURS * HOUR_US;
    }

    /** An instant of the week. */
    long at(int day, int hourOfNewYork, int minute) {
        return openUs
                + (day * 24L + Math.floorMod(hourOfNewYork - OPEN.getHour(), 24)) * HOUR_US
                + minute * 60_000_000L;
    }

    /** How busy the market is at an instant, 1 being usual; more even for what trades in Asia. */
    double busyAt(long timeUs, double asia) {
        int hour = (int) ((timeUs - openUs) / HOUR_US + OPEN.getHour()) % 24;
        boolean tokyo = hour >= 19 || hour < 3;
        return tokyo ? BUSY[hour] * asia : BUSY[hour];
    }

    /** How wide spreads are at an instant, 1 being usual: after the New York close few make prices. */
    double widthAt(long timeUs) {
        int hour = (int) ((timeUs - openUs) / HOUR_US + OPEN.getHour()) % 24;
        return hour == 17 ? 4.0 : hour == 18 || hour == 16 ? 1.8 : 1.0;
    }
}
