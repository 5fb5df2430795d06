package io.candlewick.ingest.economic;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where a calendar is fetched and how its answer is read.
 *
 * @param reader reads the answer
 * @param base where the source is
 * @param key the key it asks for, empty where it asks for none
 */
record CalendarSource(CalendarReader reader, URI base, String key) {

    /** Days before and after now that are asked for, where a span can be asked for. */
    private static final int DAYS_BACK = 7;

    private static final int DAYS_AHEAD = 14;

    /** The address of the span around an instant. */
    URI address(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate from = today.minusDays(DAYS_BACK);
        LocalDate to = today.plusDays(DAYS_AHEAD);
        String secret = URLEncoder.encode(key, StandardCharsets.UTF_8);
        return base.resolve(
                switch (reader) {
                    case FOREX_FACTORY -> "/ff_calendar_thisweek.json";
                    case FRED ->
                        "/fred/releases/dates?file_type=json&limit=1000&sort_order=asc"
                                + "&include_release_dates_with_no_data=true&realtime_start=" + from + "&realtime_end="
                                + to + "&api_key=" + secret;
                    case FINNHUB -> "/api/v1/calendar/economic?from=" + from + "&to=" + to + "&token=" + secret;
                    case FMP -> "/api/v3/economic_calendar?from=" + from + "&to=" + to + "&apikey=" + secret;
                    case TRADING_ECONOMICS -> "/calendar/country/All/" + from + "/" + to + "?c=" + secret;
                });
    }

    /** Without the key. */
    @Override
    public String toString() {
        return reader.source() + " at " + base;
    }
}
