package io.candlewick.streams.query;

import io.candlewick.streams.config.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

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
     * The lanes of this process, whose state is asked.
     *
     * @return lane to its client
     */
    Map<Lane, KafkaStreams> lanes();

    /**
     * How each lane is, for operators.
     *
     * @return lane to state
     */
    Map<String, String> states();

    /**
     * What is measured.
     *
     * @return the registry of this process
     */
    MeterRegistry meters();

    /**
     * All metrics in Prometheus' text format.
     *
     * @return the text
     */
    String metrics();
}
