package io.candlewick.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedCoverageTest {

    private static final Symbol EUR_USD = Symbol.of("EUR/USD");
    private static final long QUIET_US = 2_000_000;
    private static final long OPENED_US = at("10:00:30");

    @TempDir
    private Path directory;

    private final RecordedOutput output = new RecordedOutput();
    private FeedCoverage coverage;

    @BeforeEach
    void connect() {
        coverage = process();
        coverage.start(EUR_USD, OPENED_US);
    }

    @Test
    void shouldClaimTheNewestEventTime() {
        coverage.saw(at("10:00:45.250"));
        coverage.beat(at("10:00:46"));

        assertThat(last()).isEqualTo("ALIVE 10:00:45.250");
    }

    @Test
    void shouldClaimTheTimeOfAnAnsweredPingLessTheDelayWhenNothingComes() {
        coverage.proved(at("10:00:50"));
        coverage.beat(at("10:00:51"));

        assertThat(last()).isEqualTo("ALIVE 10:00:48");
    }

    @Test
    void shouldClaimNoMoreThanTheClockSays() {
        coverage.saw(at("10:00:45.250"));
        coverage.beat(at("10:00:45"));

        assertThat(last()).isEqualTo("ALIVE 10:00:45");
    }

    @Test
    void shouldLoseWhatMayHaveBeenOnItsWayAtALoss() {
        coverage.saw(at("10:01:01"));
        coverage.beat(at("10:01:02"));

        coverage.lose(coverage.lossUs(at("10:01:05")), at("10:01:05"));
        coverage.start(EUR_USD, at("10:01:10"));

        assertThat(said()).containsSequence("ALIVE 10:01:01", "DOWN 10:00:59", "STARTED 10:01:10");
        assertThat(requested()).containsExactly("10:00:00 to 10:02:00");
    }

    @Test
    void shouldLoseNothingFromBeforeTheStart() {
        coverage.saw(at("10:00:31"));

        coverage.lose(coverage.lossUs(at("10:00:32")), at("10:00:32"));

        assertThat(last()).isEqualTo("DOWN 10:00:30");
    }

    @Test
    void shouldLoseEverythingSinceTheStartOfAConnectionOnWhichNothingCame() {
        coverage.lose(coverage.lossUs(at("10:05:00")), at("10:05:00"));

        assertThat(last()).isEqualTo("DOWN 10:00:30");
    }

    @Test
    void shouldNotTrustPingsWhenDataHasNotComeForTooLong() {
        coverage.saw(at("10:01:01"));
        coverage.proved(at("10:20:00"));

        coverage.lose(coverage.silenceUs(at("10:01:03")), at("10:31:00"));

        assertThat(last()).isEqualTo("DOWN 10:00:59");
    }

    @Test
    void shouldLeaveToTheNextProcessWhatMayHaveBeenOnItsWayAtAKill() {
        coverage.saw(at("10:01:01"));
        coverage.beat(at("10:01:02"));

        FeedCoverage next = process();
        next.resume(at("10:03:00"));
        next.start(EUR_USD, at("10:03:05"));

        assertThat(said()).containsSequence("ALIVE 10:01:01", "DOWN 10:00:59", "STARTED 10:03:05");
        assertThat(requested()).containsExactly("10:00:00 to 10:04:00");
    }

    /** A claim speaks for every symbol that the lane believes to be delivered. */
    @Test
    void shouldSayOfEverySymbolThatAKillLostItBeforeItClaimsAnything() {
        Symbol other = Symbol.of("USD/JPY");
        coverage.start(other, OPENED_US);
        coverage.saw(at("10:01:01"));
        coverage.beat(at("10:01:02"));

        FeedCoverage next = process();
        next.resume(at("10:03:00"));
        next.start(EUR_USD, at("10:03:05"));
        next.saw(at("10:03:06"));
        next.beat(at("10:03:07"));

        assertThat(output.marks.stream().skip(3).map(mark -> mark.symbol() + " " + text(mark)))
                .containsExactly(
                        "EUR/USD DOWN 10:00:59",
                        "USD/JPY DOWN 10:00:59",
                        "EUR/USD STARTED 10:03:05",
                        "* ALIVE 10:03:06");
    }

    @Test
    void shouldLeaveAnEarlierLossToTheNextProcessToo() {
        Symbol other = Symbol.of("USD/JPY");
        coverage.start(other, OPENED_US);
        coverage.saw(at("10:01:01"));
        coverage.lose(coverage.lossUs(at("10:01:05")), at("10:01:05"));
        coverage.start(other, at("10:02:10"));
        coverage.saw(at("10:04:00"));
        coverage.beat(at("10:04:01"));

        process().start(EUR_USD, at("10:06:30"));

        assertThat(requested()).last().isEqualTo("10:00:00 to 10:07:00");
    }

    @Test
    void shouldEndASymbolWhereEverythingHasSurelyCome() {
        coverage.saw(at("10:01:01"));
        coverage.beat(at("10:01:02"));

        coverage.end(EUR_USD, at("10:01:05"));

        assertThat(last()).isEqualTo("ENDED 10:00:59");
    }

    private FeedCoverage process() {
        Holes holes = new Holes("system", "polygon", output, symbol -> TradingCalendar.UTC);
        return new FeedCoverage("system", "polygon", QUIET_US, output, holes, new AliveFile(directory, "polygon"));
    }

    private List<String> said() {
        return output.marks.stream().map(FeedCoverageTest::text).toList();
    }

    private String last() {
        return text(output.marks.get(output.marks.size() - 1));
    }

    private List<String> requested() {
        return output.requests.stream()
                .map(request -> time(Times.us(request.getFromTime())) + " to " + time(Times.us(request.getToTime())))
                .toList();
    }

    private static String text(Tick mark) {
        FeedStatus status = mark.feedStatus();
        return status + " " + time(mark.eventTimeUs());
    }

    private static String time(long timeUs) {
        String text = Times.instant(timeUs).toString();
        return text.substring(text.indexOf('T') + 1, text.length() - 1);
    }

    private static long at(String time) {
        return Times.us(Instant.parse("2026-11-17T" + time + "Z"));
    }
}
