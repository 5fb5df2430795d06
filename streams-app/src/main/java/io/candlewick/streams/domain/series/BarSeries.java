package io.candlewick.streams.domain.series;

import io.candlewick.market.Bar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bars of one symbol and timeframe, as they were last said.
 *
 * <p><b>Shape</b>: one bar a start, in order of time; only the newest written are kept. <b>Thread</b>: the task's.
 */
public interface BarSeries {

    /**
     * A bar.
     *
     * @param startUs its start
     * @return the bar, or null if there is none or it is no longer kept
     */
    @Nullable
    Bar find(long startUs);

    /**
     * The bars that start in a span.
     *
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     * @return the bars, earliest first
     */
    List<Bar> range(long fromUs, long toUs);

    /**
     * The newest bars.
     *
     * @param count how many at most
     * @return the bars, earliest first
     */
    List<Bar> last(int count);
}
