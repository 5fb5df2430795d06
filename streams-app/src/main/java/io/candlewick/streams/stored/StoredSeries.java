package io.candlewick.streams.stored;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.List;

/**
 * A database that keeps bars and indicators, each key once.
 *
 * <p><b>Thread</b>: any.
 */
public interface StoredSeries extends AutoCloseable {

    /**
     * What answers call it.
     *
     * @return e.g. {@code clickhouse}
     */
    String name();

    /**
     * Whether downloads are verified against it, and nothing of them leaves it before its bars are of no interest.
     *
     * @return true where a missing bar of a verified download is one that the vendor has not
     */
    boolean hasAllVerified();

    /**
     * Bars of a series.
     *
     * @param range which
     * @return the last of them, earliest first
     * @throws StoreUnavailableException if the database is away or refuses
     * @throws InterruptedException if the thread is interrupted
     */
    List<Bar> bars(SeriesRange range) throws StoreUnavailableException, InterruptedException;

    /**
     * Indicator values of a series.
     *
     * @param range of which bars
     * @return the last of them, earliest first
     * @throws StoreUnavailableException if the database is away or refuses
     * @throws InterruptedException if the thread is interrupted
     */
    List<IndicatorValues> indicators(SeriesRange range) throws StoreUnavailableException, InterruptedException;

    @Override
    void close();
}
