package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feed two was silent, and the mark that says so is read. */
class SilentFeedTest {

    private final SymbolScript script = new SymbolScript(SymbolScript.QUOTED);

    @BeforeEach
    void start() {
        script.started("one", "00:00:00");
        script.started("two", "00:00:00");
        script.quote("one", "00:00:10", 1.1, 1.2);
        script.quote("two", "00:00:20", 1.1, 1.2);
    }

    @Test
    void shouldNotWaitForSilentFeedAnyMore() {
        script.alive("one", "00:05:00");
        assertThat(script.news()).isEmpty();

        assertThat(script.silent("two", "00:00:20")).isTrue();

        assertThat(minutes()).containsExactly("00:00 complete");
    }

    @Test
    void shouldIgnoreMarkOfFeedThatHasSpokenSince() {
        script.alive("one", "00:05:00");
        script.quote("two", "00:00:20.000001", 1.1, 1.2);

        assertThat(script.silent("two", "00:00:20")).isFalse();

        assertThat(script.news()).isEmpty();
    }

    @Test
    void shouldIgnoreMarkOfFeedThatHasSaidThatItLivesSince() {
        script.alive("two", "00:00:20.000001");

        assertThat(script.silent("two", "00:00:20")).isFalse();
    }

    @Test
    void shouldIgnoreMarkOfFeedThatIsDownOrUnknown() {
        script.down("two", "00:00:30");

        assertThat(script.silent("two", "00:00:30")).isFalse();
        assertThat(script.silent("three", "00:00:30")).isFalse();
    }

    @Test
    void shouldWaitAgainForSilentFeedThatSendsTick() {
        script.silent("two", "00:00:20");
        script.quote("two", "00:01:00", 1.1, 1.2);

        script.alive("one", "00:05:00");
        assertThat(script.news()).isEmpty();

        script.alive("two", "00:01:02");
        assertThat(minutes()).containsExactly("00:00 complete");
    }

    @Test
    void shouldWaitAgainForSilentFeedThatSaysThatItLives() {
        script.silent("two", "00:00:20");
        script.alive("two", "00:01:01.999999");

        script.alive("one", "00:05:00");

        assertThat(script.news()).isEmpty();
    }

    @Test
    void shouldNotTakeOldTickForReturn() {
        script.silent("two", "00:00:20");
        script.quote("two", "00:00:20", 1.3, 1.4);

        script.alive("one", "00:01:02");

        assertThat(minutes()).containsExactly("00:00 complete");
    }

    @Test
    void shouldStayDownWhenItSaidSoItself() {
        script.down("two", "00:00:20");
        script.quote("two", "00:00:30", 1.1, 1.2);

        script.alive("one", "00:01:02");

        assertThat(minutes()).containsExactly("00:00 complete");
    }

    @Test
    void shouldMarkExactlyTheBarsInWhichNoFeedSpoke() {
        script.silent("two", "00:00:20");
        script.alive("one", "00:02:00");
        script.silent("one", "00:02:00");
        script.quote("one", "00:03:30", 1.1, 1.2);
        script.quote("one", "00:04:10", 1.1, 1.2);
        script.alive("one", "00:05:02");

        assertThat(minutes()).containsExactly("00:00 complete", "00:03 incomplete", "00:04 complete");
        assertThat(script.bars(Timeframe.M5)).isEmpty();
    }

    @Test
    void shouldHoldItsBreathWhileEveryFeedIsSilent() {
        script.silent("two", "00:00:20");
        script.silent("one", "00:00:10");

        assertThat(script.news()).isEmpty();

        script.started("one", "00:10:00");
        assertThat(minutes()).containsExactly("00:00 incomplete");
    }

    @Test
    void shouldBeTheSameAfterRestart() {
        script.silent("two", "00:00:20");
        script.restart();
        script.alive("one", "00:01:02");
        assertThat(minutes()).containsExactly("00:00 complete");

        script.quote("two", "00:01:10", 1.1, 1.2);
        script.restart();
        script.alive("one", "00:05:00");

        assertThat(script.news()).isEmpty();
    }

    @Test
    void shouldSayEveryBarWhenSessionIsBrokenOff() {
        script.breakOff();

        assertThat(script.news()).hasSize(8).extracting(Bar::complete).containsOnly(false);
    }

    private List<String> minutes() {
        return script.news().stream()
                .filter(bar -> bar.key().timeframe().equals(Timeframe.M1))
                .map(bar -> bar.key().text().substring(29, 34) + (bar.complete() ? " complete" : " incomplete"))
                .toList();
    }
}
