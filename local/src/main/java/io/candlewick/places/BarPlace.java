package io.candlewick.places;

import java.util.List;

/** A place where bars are kept. */
public interface BarPlace {

    /**
     * What the place is called.
     *
     * @return {@code topic}, {@code timescale} or {@code clickhouse}
     */
    String name();

    /**
     * The bars of a range, of each key the one that wins.
     *
     * @param range which bars
     * @return rows by start, earliest first
     * @throws PlaceException if the place cannot be read
     */
    List<BarRow> read(BarRange range) throws PlaceException;
}
