package io.candlewick.bench.sink;

import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.local.StackException;

/** One of the databases: what is in its tables, and how fast the same rows go in by hand. */
interface SinkSide extends AutoCloseable {

    /** Empties a table. */
    void truncate(String table) throws StackException;

    /** How many rows a table has. */
    long rows(String table) throws StackException;

    /** Whether a table has any. */
    boolean hasRows(String table) throws StackException;

    /** What the database's processes have spent so far. */
    ProcessorTime processorTime() throws StackException;

    /**
     * Rows a second into a table, by the times the database itself put to them: from the beginning of the first batch to that of the last one,
     * whose rows are not counted.
     */
    double rowsPerSecond(String table) throws StackException;

    /** Keeps a table's rows, so that they can be written by hand. */
    void keep(String table) throws StackException;

    /** Writes what was kept over one connection; rows a second. */
    double floor(String table, boolean upsert) throws StackException;

    @Override
    void close();
}
