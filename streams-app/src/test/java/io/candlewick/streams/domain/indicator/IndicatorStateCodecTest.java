package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IndicatorStateCodecTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final IndicatorStateCodec CODEC = new IndicatorStateCodec(PLAN);

    /* Ends with the sum of the closes and what it lacks. Version 1 of sma(2) williams_r(2) after three bars. These bytes are in stores: a change of them is a new version. */
    private static final String VERSION_1 = "01" // version
            + "82a313d23fea3268" // plan
            + "0000000000000003" // bars seen
            + "000000000aba9500" // last start
            + "400000000000000040080000000000004014000000000000" // closes 2, 3, 5
            + "40140000000000004018000000000000" // highs 5, 6
            + "40000000000000004008000000000000" // lows 2, 3
            + "40200000000000000000000000000000";

    private static IndicatorSeries small() {
        IndicatorSeries series = IndicatorPlan.parse("sma(2) williams_r(2)").newSeries();
        double[] values = new double[2];
        series.next(new IndicatorBar(60_000_000, 0, 1, 4, 1, 2, 10), values);
        series.next(new IndicatorBar(120_000_000, 0, 2, 5, 2, 3, 20), values);
        series.next(new IndicatorBar(180_000_000, 0, 3, 6, 3, 5, 30), values);
        return series;
    }

    @Test
    void shouldWriteTheBytesOfVersion1() {
        byte[] bytes = new IndicatorStateCodec(IndicatorPlan.parse("sma(2) williams_r(2)")).write(small());

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(VERSION_1);
    }

    @Test
    void shouldGoOnFromTheBytesOfVersion1() {
        IndicatorSeries series = new IndicatorStateCodec(IndicatorPlan.parse("sma(2) williams_r(2)"))
                .read(HexFormat.of().parseHex(VERSION_1));
        double[] values = new double[2];
        series.next(new IndicatorBar(240_000_000, 0, 5, 8, 4, 7, 40), values);

        assertThat(series.barsSeen()).isEqualTo(4);
        // Closes 5 and 7; greatest high 8, least low 3.
        assertThat(values).containsExactly(6, -20);
    }

    @Property(tries = 60)
    void shouldGoOnAfterARestartAsIfThereWereNone(
            @ForAll long seed, @ForAll Walks walk, @ForAll @IntRange(max = 450) int restart) {
        List<IndicatorBar> bars = walk.bars(seed, 480);
        IndicatorSeries whole = PLAN.newSeries();
        IndicatorSeries restarted = PLAN.newSeries();
        double[] expected = new double[PLAN.columns().size()];
        double[] actual = new double[expected.length];
        for (int row = 0; row < bars.size(); row++) {
            if (row == restart) {
                restarted = CODEC.read(CODEC.write(restarted));
            }
            whole.next(bars.get(row), expected);
            restarted.next(bars.get(row), actual);

            assertThat(actual).isEqualTo(expected);
        }
        assertThat(CODEC.write(restarted)).isEqualTo(CODEC.write(whole));
    }

    @Test
    void shouldRefuseTheStateOfOtherIndicatorsOrFormulas() {
        byte[] bytes = CODEC.write(PLAN.newSeries());
        IndicatorStateCodec other = new IndicatorStateCodec(IndicatorPlan.parse("default sma(100)"));

        assertThat(CODEC.isReadable(bytes)).isTrue();
        assertThat(other.isReadable(bytes)).isFalse();
        assertThatThrownBy(() -> other.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of another release or of other indicators than sma(10) sma(20)");
    }

    @Test
    void shouldRefuseBytesOfAnotherVersionOrCutShort() {
        byte[] bytes = CODEC.write(PLAN.newSeries());
        byte[] newer = bytes.clone();
        newer[0] = 2;

        assertThat(CODEC.isReadable(newer)).isFalse();
        assertThat(CODEC.isReadable(new byte[0])).isFalse();
        assertThatThrownBy(() -> CODEC.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not whole: bars seen 0");
    }
}
