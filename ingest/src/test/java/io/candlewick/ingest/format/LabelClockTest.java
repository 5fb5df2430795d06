package io.candlewick.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelClockTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTC                 | 2019-03-04T00:00 | 2019-03-04T00:00:00Z
            -05:00              | 2019-07-04T00:00 | 2019-07-04T05:00:00Z
            America/New_York    | 2019-03-04T00:00 | 2019-03-04T05:00:00Z
            America/New_York    | 2019-03-11T00:00 | 2019-03-11T04:00:00Z
            # Between the American and the European change, London put back by five hours still is UTC-05:00.
            Europe/London-05:00 | 2019-03-11T00:00 | 2019-03-11T05:00:00Z
            Europe/London-05:00 | 2019-03-30T19:59 | 2019-03-31T00:59:00Z
            Europe/London-05:00 | 2019-03-30T21:00 | 2019-03-31T01:00:00Z
            Europe/London-05:00 | 2019-10-28T00:00 | 2019-10-28T05:00:00Z
            Asia/Tokyo+01:00    | 2019-03-04T01:00 | 2019-03-03T15:00:00Z
            """)
    void shouldTellTheInstantOfALabel(String clock, LocalDateTime label, Instant instant) {
        assertThat(LabelClock.parse(clock).instantsOf(label)).containsExactly(instant);
        assertThat(LabelClock.parse(clock)).hasToString(clock);
    }

    @Test
    void shouldChangeOffsetsAtTheGivenLabels() {
        LabelClock clock = LabelClock.parse("-05:00,2019-03-31T19:00,-04:00,2019-10-26T00:00,-05:00");

        assertThat(clock.instantsOf(LocalDateTime.parse("2019-03-31T18:59")))
                .containsExactly(Instant.parse("2019-03-31T23:59:00Z"));
        assertThat(clock.instantsOf(LocalDateTime.parse("2019-03-31T20:00")))
                .containsExactly(Instant.parse("2019-04-01T00:00:00Z"));
        assertThat(clock.instantsOf(LocalDateTime.parse("2019-10-25T23:59")))
                .containsExactly(Instant.parse("2019-10-26T03:59:00Z"));
        assertThat(clock.instantsOf(LocalDateTime.parse("2019-10-26T00:00")))
                .containsExactly(Instant.parse("2019-10-26T05:00:00Z"));
    }

    @Test
    void shouldKnowTheHourThatAClockLeavesOutAndTheOneItHasTwice() {
        LabelClock clock = LabelClock.parse("Europe/London-05:00");

        assertThat(clock.instantsOf(LocalDateTime.parse("2019-03-30T20:30"))).isEmpty();
        assertThat(clock.instantsOf(LocalDateTime.parse("2019-10-26T20:30")))
                .isEqualTo(List.of(Instant.parse("2019-10-27T00:30:00Z"), Instant.parse("2019-10-27T01:30:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "London",
                "Europe/Londres-05:00",
                "Europe/London-5",
                "-05:00,2019-03-31T19:00",
                "-05:00,2019-03-31,-04:00",
                "-05:00,2019-03-31T19:00,-04:00,2019-03-01T00:00,-05:00"
            })
    void shouldRefuseWhatIsNoClock(String clock) {
        assertThatThrownBy(() -> LabelClock.parse(clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("zone='" + clock + "' is no clock: write a zone such as America/New_York");
    }
}
