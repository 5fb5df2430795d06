package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Whether this machine's clock agrees with that of the streams application's machine. */
record ClockCheck(StackAddresses addresses, InstantSource clock) implements Checkup.Check {

    private static final String CLOCK = "clock";
    /* The header counts in seconds, and the request takes a moment. */
    private static final Duration FAR = Duration.ofSeconds(3);

    @Override
    public List<Finding> look() throws InterruptedException {
        if (addresses.streamsUrl().isEmpty()) {
            return List.of(Finding.skipped(CLOCK, "no other clock is known"));
        }
        try {
            HttpResponse<String> answer = HttpProbe.get(addresses.streamsUrl().get() + "/livez");
            Optional<String> date = answer.headers().firstValue("Date");
            if (date.isEmpty()) {
                return List.of(Finding.skipped(CLOCK, "the streams application does not tell its time"));
            }
            Duration apart = Duration.between(
                            ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant(),
                            clock.instant())
                    .abs();
            return List.of(
                    apart.compareTo(FAR) <= 0
                            ? Finding.ok(CLOCK, "agrees with the streams application's")
                            : Finding.warn(
                                    CLOCK,
                                    apart.toSeconds() + " s apart from the streams application's",
                                    "keep the machines' clocks with NTP: ticks from the future are rejected"));
        } catch (IOException | DateTimeException away) {
            return List.of(Finding.skipped(CLOCK, "the streams application does not tell its time"));
        }
    }
}
