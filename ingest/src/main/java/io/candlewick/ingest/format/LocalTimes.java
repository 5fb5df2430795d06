package io.candlewick.ingest.format;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Turns times that vendors write as {@code yyyyMMdd HHmmss} plus milliseconds into microseconds since the epoch.
 *
 * <p><b>Edges</b>: of an hour that a zone has twice, the earlier one is meant; in an hour it leaves out, times move on by the hour. <b>Cost</b>: the
 * date and hour are converted once and remembered. <b>Thread</b>: one.
 */
final class LocalTimes {

    private static final long US_PER_SECOND = 1_000_000L;

    private final ZoneId zone;
    private long knownHour = -1;
    private long knownHourUs;

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** The time of a date as the number {@code yyyyMMdd}. */
    long us(int date, int hour, int minute, int second, int millis) {
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no such time of day");
        }
        long hourKey = date * 100L + hour;
        if (hourKey != knownHour) {
            LocalDateTime start = LocalDateTime.of(date / 10_000, date / 100 % 100, date % 100, hour, 0);
            knownHourUs = start.atZone(zone).toEpochSecond() * US_PER_SECOND;
            knownHour = hourKey;
        }
        return knownHourUs + (minute * 60L + second) * US_PER_SECOND + millis * 1_000L;
    }

    /** The whole number of exactly {@code length} digits, or -1. */
    static int digits(byte[] text, int from, int length) {
        int value = 0;
        for (int at = from; at < from + length; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
