package io.candlewick.streams.query;

import io.candlewick.streams.config.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** A process that is well and runs no lane. */
final class ReadyProcess implements ProcessHealth {

    private final MeterRegistry meters;

    ReadyProcess(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Map<Lane, KafkaStreams> lanes() {
        return Map.of();
    }

    @Override
    public Map<String, String> states() {
        return Map.of("live", "RUNNING");
    }

    @Override
    public MeterRegistry meters() {
        return meters;
    }

    @Override
    public String metrics() {
        return "some_metric 1\n";
    }
}
