package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.candlewick.market.Timeframe;
import java.util.List;
import java.util.stream.IntStream;
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
