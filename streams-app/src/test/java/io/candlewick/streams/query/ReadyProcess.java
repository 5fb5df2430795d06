package io.candlewick.streams.query;

import io.candlewick.streams.config.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** A process that is well and runs no lane. */
final class ReadyProcess implements ProcessHealth {

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
        return new SimpleMeterRegistry();
    }

    @Override
    public String metrics() {
        return "some_metric 1\n";
    }
}
