package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorValues;
import java.util.List;

/**
 * Writes rows to the tables of one database.
 *
 * <p>A call returns when its rows are durable, or throws and has written none of them or, after a lost connection, perhaps all: writing
 * the same rows again changes nothing. <b>Thread</b>: one at a time. <b>Errors</b>: {@link DeliveryException}.
 */
public interface TableWriter extends AutoCloseable {

    /**
     * Connects and, if so configured, brings the tables up to date; does nothing once that is done.
     *
     * @throws DeliveryException if the database is away or refuses
     */
    void prepare() throws DeliveryException;

    /**
     * How rows of ticks and bars are encoded before they are handed over.
     *
     * @param bytes where they go
     * @return an encoder; <b>thread</b>: any one, also while this writer writes
     */
    RowEncoder encoder(GrowingBytes bytes);

    /**
     * Writes ticks; one that is there already stays as it is.
     *
     * @param table the table
     * @param rows at least one
     * @throws DeliveryException if they were not written
     */
    void writeTicks(String table, RowRange rows) throws DeliveryException;

    /**
     * Writes bars; one that is there already is replaced unless its version is greater.
     *
     * @param table the table
     * @param rows at least one, each key once
     * @throws DeliveryException if they were not written
     */
    void writeBars(String table, RowRange rows) throws DeliveryException;

    /**
     * Writes sayings of bars; one that is there already changes nothing. Only databases with a table for them are ever asked to.
     *
     * @param table the table
     * @param rows at least one
     * @throws DeliveryException if they were not written
     */
    default void writeRevisions(String table, RowRange rows) throws DeliveryException {
        throw new DeliveryException(FailureClass.FATAL, "This database has no table of revisions: " + table, null);
    }

    /**
     * Writes entries of economic calendars; one that is there already is replaced unless it was updated later.
     *
     * @param table the table
     * @param rows at least one, each key once
     * @throws DeliveryException if they were not written
     */
    void writeEvents(String table, RowRange rows) throws DeliveryException;

    /**
     * Writes indicator values; a row that is there already is replaced unless its version is greater. Columns the table lacks are added
     * if the tables are ours to change.
     *
     * @param table the table
     * @param rows at least one, each key once
     * @throws DeliveryException if they were not written
     */
    void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException;

    /** Gives the connection back; never throws. */
    @Override
    void close();
}
