package io.candlewick.places;

import java.util.List;

/** A place where indicator values are kept. */
public interface IndicatorPlace {

    /**
     * What the place is called.
     *
     * @return {@code topic}, {@code timescale} or {@code clickhouse}
     */
    String name();

    /**
     * The values of a range of bars, of each bar those that win.
     *
     * @param range which bars
     * @return readings by start, earliest first
     * @throws PlaceException if the place cannot be read
     */
    List<IndicatorReading> read(BarRange range) throws PlaceException;
}
