package io.candlewick.streams.domain.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.TimeframeTree;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolSeriesCodecTest {

    private static final TimeframeTree TREE = new TimeframeTree(List.of(Timeframe.M1, Timeframe.M5));

    private final SymbolSeriesCodec codec = new SymbolSeriesCodec(TREE);

    @Test
    void shouldReadWhatItWrote() {
        SymbolSeries series = written();

        SymbolSeries read = codec.read(codec.write(series));

        assertThat(codec.write(read)).isEqualTo(codec.write(series));
        assertThat(read.levels[0].kept).isEqualTo(2);
        assertThat(read.levels[0].mayHold(60_000_000)).isTrue();
        assertThat(read.levels[0].mayHold(180_000_000)).isFalse();
        assertThat(read.levels[0].delivered.toList()).containsExactly(new Spans.Span(10, 70_000_000));
        assertThat(read.levels[0].forgotten.toList()).containsExactly(new Spans.Span(1, 2));
        assertThat(read.nextWaitingEndUs).isEqualTo(300_000_000);
    }

    @Test
    void shouldPassOverTimeframesThatAreNoLongerMade() {
        SymbolSeries series = written();
        series.await(new SymbolSeries.Waiting(0, 1, 2));

        SymbolSeriesCodec coarser = new SymbolSeriesCodec(new TimeframeTree(List.of(Timeframe.M5, Timeframe.H1)));
        SymbolSeries read = coarser.read(codec.write(series));

        assertThat(read.levels[0].kept).isEqualTo(1);
        assertThat(read.levels[1].kept).isZero();
        assertThat(read.waiting).containsExactly(new SymbolSeries.Waiting(0, 0, 300_000_000));
    }

    @Test
    void shouldNameBytesItCannotRead() {
        byte[] bytes = codec.write(written());

        assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series of 20 bytes are cut short");
        bytes[0] = 9;
        assertThatThrownBy(() -> codec.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series version=9, this release reads 1");
    }

    private static SymbolSeries written() {
        SymbolSeries series = new SymbolSeries(TREE);
        series.levels[0].wrote(60_000_000, true);
        series.levels[0].wrote(120_000_000, true);
        series.levels[0].wrote(120_000_000, false);
        series.levels[0].built(120_000_000);
        series.levels[0].deliver(new SeriesMerging.Range(10, 200_000_000), 70_000_000);
        series.levels[0].forgotten.add(1, 2);
        series.levels[1].wrote(0, true);
        series.await(new SymbolSeries.Waiting(1, 0, 300_000_000));
        return series;
    }
}
