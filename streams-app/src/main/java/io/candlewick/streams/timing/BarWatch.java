package io.candlewick.streams.timing;

import io.candlewick.avro.GapReason;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;

/** Hears of what a lane says, to measure it; nothing it does changes a bar. */
public interface BarWatch {

    /** Measures nothing. */
    BarWatch NONE = task -> new OfTask() {};

    /**
     * What one task tells; the nodes of a task share it.
     *
     * @param task its name
     * @return to be closed when the task leaves this process
     */
    OfTask ofTask(String task);

    /** Hears one task. <b>Thread</b>: the task's. <b>Cost</b>: nothing is called per tick but {@link #reads}, which only keeps a number. */
    interface OfTask extends AutoCloseable {

        /**
         * A record is being worked on.
         *
         * @param takenMs when the broker took it
         */
        default void reads(long takenMs) {}

        /**
         * A bar goes to its topic.
         *
         * @param bar as it is said
         * @param instrument whose bar
         */
        default void said(Bar bar, Instrument instrument) {}

        /**
         * A series goes on from an earlier life of the task.
         *
         * @param tenant whose data
         * @param instrument whose series
         * @param timeframe of its bars
         * @param endUs end of its newest bar
         */
        default void known(String tenant, Instrument instrument, Timeframe timeframe, long endUs) {}

        /**
         * A span without bars is said.
         *
         * @param reason why there are none
         */
        default void gap(GapReason reason) {}

        /**
         * The open bars were looked through for those that should have closed.
         *
         * @param symbols how many symbols have one
         * @param longestUs for how long the one overdue for longest has been so, 0 if none is
         */
        default void overdue(int symbols, long longestUs) {}

        /** The task leaves this process: what it told is forgotten, what it counted stays. */
        @Override
        default void close() {}
    }
}
