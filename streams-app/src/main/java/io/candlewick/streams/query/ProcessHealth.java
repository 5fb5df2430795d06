package io.candlewick.streams.query;

import java.util.Map;

/** What probes and Prometheus ask of a process. <b>Thread</b>: any. */
public interface ProcessHealth {

    /**
     * Whether nothing has failed.
     *
     * @return false if the process should be restarted
     */
    boolean isAlive();

    /**
     * Whether state is restored and records are read.
     *
     * @return true if ready
     */
    boolean isReady();

    /**
     * How each lane is, for operators.
     *
     * @return lane to state
     */
    Map<String, String> states();

    /**
     * All metrics in Prometheus' text format.
     *
     * @return the text
     */
    String metrics();
}
