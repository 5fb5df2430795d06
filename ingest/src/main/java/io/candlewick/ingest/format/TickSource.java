package io.candlewick.ingest.format;

import java.io.Closeable;

/**
 * The ticks of one file, in the file's order.
 *
 * <p><b>Thread</b>: one.
 */
public interface TickSource extends Closeable {

    /**
     * Moves to the next tick; bad lines on the way are told to the reject listener.
     *
     * @return false at the end of the file
     * @throws SourceFaultException if the file cannot be read on
     */
    boolean next() throws SourceFaultException;

    /**
     * The tick the source stands at.
     *
     * @return the same object every time
     */
    TickRow row();

    /**
     * A time before which the file has no tick, known without opening it.
     *
     * @return microseconds since the epoch, {@link Long#MIN_VALUE} if unknown
     */
    long earliestUs();

    /**
     * How much of the file has been read.
     *
     * @return bytes as they lie on disk
     */
    long bytesRead();

    /**
     * Ticks left out because they are of another symbol than the one asked for.
     *
     * @return their count so far
     */
    long otherSymbols();

    @Override
    void close();
}
