package io.candlewick.ingest.poll;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.config.Settings;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolledSeriesTest {

    /* Wednesday. */
    private static final Instant TEN = Instant.parse("2026-11-18T10:00:12Z");

    private final PollConfig config =
            PollConfig.from(Settings.of(Map.of(PollConfig.SOURCES, "yahoo", PollConfig.LOOK_BACK, "10m")));
    private final PolledSeries series = new PolledSeries(
            config, CollectedBars.instrument("EUR/USD", "yahoo", "EURUSD=X").calendar());

    @Test
    void shouldAskEveryMinuteForWhatHasEndedAndTheLastBarsAgain() {
        assertThat(asked(TEN)).isEqualTo("2026-11-18T09:50:00Z 2026-11-18T10:00:00Z");
        series.news(span("2026-11-18T09:50:00Z", "2026-11-18T10:00:00Z"), List.of());

        assertThat(series.due(TEN.plusSeconds(59))).isEmpty();
        assertThat(asked(TEN.plusSeconds(60))).isEqualTo("2026-11-18T09:55:00Z 2026-11-18T10:01:00Z");
    }

    @Test
    void shouldAskForTheSameSpanAgainAfterAQuestionThatFailed() {
        asked(TEN);

        assertThat(asked(TEN.plusSeconds(60))).isEqualTo("2026-11-18T09:51:00Z 2026-11-18T10:01:00Z");
    }

    @Test
    void shouldAskEveryQuarterOfAnHourWhileTheMarketIsClosed() {
        Instant saturday = Instant.parse("2026-11-14T10:00:12Z");

        assertThat(series.due(saturday)).isEmpty();
        assertThat(series.due(saturday.plus(Duration.ofMinutes(15)))).isEmpty();
    }

    @Test
    void shouldPublishABarOnceAndAgainWhenItChanged() {
        TimeSpan span = span("2026-03-02T09:55:00Z", "2026-03-02T10:05:00Z");
        Bar bar = aBar().build();

        assertThat(series.news(span, List.of(bar))).containsExactly(bar);
        assertThat(series.news(span, List.of(bar))).isEmpty();
    }

    @Test
    void shouldReportARowThatIsNoBarOnceWhileItIsInTheAnswers() {
        assertThat(series.newFaults(Set.of("one"))).containsExactly("one");
        assertThat(series.newFaults(Set.of("one", "two"))).containsExactly("two");
        assertThat(series.newFaults(Set.of())).isEmpty();
        assertThat(series.newFaults(Set.of("one"))).containsExactly("one");
    }

    private String asked(Instant now) {
        Optional<TimeSpan> span = series.due(now);
        return span.map(asked -> Times.text(asked.startUs()) + " " + Times.text(asked.endUs()))
                .orElse("nothing");
    }

    private static TimeSpan span(String from, String to) {
        return new TimeSpan(Times.us(Instant.parse(from)), Times.us(Instant.parse(to)));
    }
}
