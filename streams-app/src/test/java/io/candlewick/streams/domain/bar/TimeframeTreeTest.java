package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.candlewick.market.Timeframe;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeframeTreeTest {

    @Test
    void shouldMergeEachStandardTimeframeFromTheNextFiner() {
        TimeframeTree tree = new TimeframeTree(Timeframe.STANDARD);

        assertThat(IntStream.range(1, 8).map(tree::base)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldOrderAndMergeFromTheCoarsestThatFits() {
        TimeframeTree tree = new TimeframeTree(List.of(
                Timeframe.parse("3m"), Timeframe.parse("2m"), Timeframe.M1, Timeframe.parse("6m"), Timeframe.M1));

        assertThat(tree.timeframes()).extracting(Timeframe::code).containsExactly("1m", "2m", "3m", "6m");
        assertThat(IntStream.range(1, 4).map(tree::base)).containsExactly(0, 0, 2);
    }

    @Test
    void shouldMergeFromSecondsUp() {
        TimeframeTree tree = new TimeframeTree(Stream.of("1w", "1d", "45m", "90s", "1m", "15s", "5s", "1s")
                .map(Timeframe::parse)
                .toList());

        assertThat(tree.timeframes())
                .extracting(Timeframe::code)
                .containsExactly("1s", "5s", "15s", "1m", "90s", "45m", "1d", "1w");
        // 90s is no multiple of 1m but of 15s; 45m is one of 90s.
        assertThat(IntStream.range(1, 8).map(tree::base)).containsExactly(0, 1, 2, 2, 4, 5, 6);
    }

    @Test
    void shouldMergeADayFrom24HoursAndNeverTheOtherWayRound() {
        TimeframeTree tree = new TimeframeTree(
                Stream.of("1d", "1h", "24h", "1w").map(Timeframe::parse).toList());

        assertThat(tree.timeframes()).extracting(Timeframe::code).containsExactly("1h", "24h", "1d", "1w");
        assertThat(IntStream.range(1, 4).map(tree::base)).containsExactly(0, 1, 2);
    }

    @Test
    void shouldRefuseTimeframeThatIsNoMultipleOfTheFinest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeframeTree(List.of(Timeframe.parse("2m"), Timeframe.parse("3m"))))
                .withMessage("timeframe=3m is no multiple of the finest, 2m");
    }

    @Test
    void shouldRefuseNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeframeTree(List.of()));
    }
}
