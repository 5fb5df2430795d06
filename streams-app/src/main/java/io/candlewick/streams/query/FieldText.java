package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.candlewick.market.Times;
import java.io.IOException;

/**
 * Numbers and times of an answer as text, written digit by digit: a bar has two dozen of them, and an answer hundreds of bars.
 *
 * <p>A number of at most {@value #DECIMALS} decimals, as prices are, is written as that decimal; any two such numbers of at most 15 digits are
 * different doubles, so it is the shortest text of its double as well. Others are left to the generator. <b>Thread</b>: any.
 */
final class FieldText {

    private static final int DECIMALS = 6;
    private static final double SCALE = 1e6;
    private static final long WHOLE = 1_000_000L;
    private static final double MOST = 1e8;
    private static final int NUMBER_LENGTH = 24;
    private static final long US_PER_SECOND = 1_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;
    private static final String SHAPE = "0000-00-00T00:00:00.000000Z";
    private static final int SECONDS_END = 19;
    /* Years 1970 to 2099, of which every fourth has a leap day: whole four-year spans count 1,461 days. */
    private static final long LAST_DAY = 47_481;
    private static final int FOUR_YEARS = 1_461;

    private FieldText() {}

    /** A number, null if it is absent. */
    static void number(double number, JsonGenerator json) throws IOException {
        if (Double.isNaN(number)) {
            json.writeNull();
            return;
        }
        long scaled = Math.round(number * SCALE);
        if (Math.abs(number) >= MOST || scaled / SCALE != number) {
            json.writeNumber(number);
            return;
        }
        char[] text = new char[NUMBER_LENGTH];
        int from = decimal(Math.abs(scaled), text);
        if (scaled < 0) {
            text[--from] = '-';
        }
        int end = NUMBER_LENGTH;
        while (text[end - 1] == '0' && text[end - 2] != '.') {
            end--;
        }
        json.writeNumber(text, from, end - from);
    }

    /* Right-aligned, with all its decimals; where it begins. */
    private static int decimal(long scaled, char[] text) {
        int at = NUMBER_LENGTH;
        long fraction = scaled % WHOLE;
        for (int digit = 0; digit < DECIMALS; digit++) {
            text[--at] = (char) ('0' + fraction % 10);
            fraction /= 10;
        }
        text[--at] = '.';
        long whole = scaled / WHOLE;
        do {
            text[--at] = (char) ('0' + whole % 10);
            whole /= 10;
        } while (whole > 0);
        return at;
    }

    /** A time as {@link Times#text} writes it. */
    static void time(long timeUs, JsonGenerator json) throws IOException {
        long seconds = Math.floorDiv(timeUs, US_PER_SECOND);
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        if (day < 0 || day > LAST_DAY) {
            json.writeString(Times.text(timeUs));
            return;
        }
        char[] text = SHAPE.toCharArray();
        date((int) day, text);
        int ofDay = (int) (seconds - day * SECONDS_PER_DAY);
        digits(ofDay / 3_600, 2, 11, text);
        digits(ofDay / 60 % 60, 2, 14, text);
        digits(ofDay % 60, 2, 17, text);
        int micros = (int) (timeUs - seconds * US_PER_SECOND);
        int end = SECONDS_END;
        if (micros != 0) {
            boolean millis = micros % 1_000 == 0;
            digits(millis ? micros / 1_000 : micros, millis ? 3 : 6, SECONDS_END + 1, text);
            end = SECONDS_END + (millis ? 4 : 7);
        }
        text[end] = 'Z';
        json.writeString(text, 0, end + 1);
    }

    private static void date(int day, char[] text) {
        // 1970, 1971, 1972 with its leap day, 1973.
        int ofSpan = day % FOUR_YEARS;
        int year = ofSpan < 365 ? 0 : ofSpan < 730 ? 1 : ofSpan < 1_096 ? 2 : 3;
        int ofYear = ofSpan - (year == 0 ? 0 : year == 1 ? 365 : year == 2 ? 730 : 1_096);
        boolean leap = year == 2;
        int month = 1;
        for (int length = 31; ofYear >= length; length = length(month, leap)) {
            ofYear -= length;
            month++;
        }
        digits(1970 + day / FOUR_YEARS * 4 + year, 4, 0, text);
        digits(month, 2, 5, text);
        digits(ofYear + 1, 2, 8, text);
    }

    private static int length(int month, boolean leap) {
        return switch (month) {
            case 2 -> leap ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static void digits(int number, int count, int at, char[] text) {
        int left = number;
        for (int index = at + count - 1; index >= at; index--) {
            text[index] = (char) ('0' + left % 10);
            left /= 10;
        }
    }
}
