package io.candlewick.bench.measured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.streams.app.StreamsApp;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.timing.BarTimes;
import io.candlewick.streams.timing.BarWatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/** Runs one variant in this process with the application's settings and writes one line of JSON to standard output. */
public final class MeasuredMain {

    private MeasuredMain() {}

    /**
     * Runs it; the settings come from the environment, as the application's do.
     *
     * @param arguments the variant, how many records warm up, how many records there are with those
     * @throws JsonProcessingException never
     */
    public static void main(String[] arguments) throws JsonProcessingException {
        Variant variant = Variant.valueOf(arguments[0]);
        long warmUp = Long.parseLong(arguments[1]);
        long records = Long.parseLong(arguments[2]);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(StreamsAppConfig.INDICATORS, variant == Variant.INDICATORS ? "default" : "none");
        StreamsAppConfig config = StreamsAppConfig.from(environment);
        System.out.println(new ObjectMapper().writeValueAsString(measure(variant, config, warmUp, records)));
        System.exit(0);
    }

    private static Measurement measure(Variant variant, StreamsAppConfig config, long warmUp, long records) {
        String topic = Lane.LIVE.ticksTopic();
        if (variant == Variant.RAW) {
            return new RawConsume(config, topic).run(warmUp, records);
        }
        Topology topology = switch (variant) {
            case RAW, NULL -> CountingTopology.of(topic, config.serdes());
            case WINDOWS -> WindowTopology.of(topic, config.serdes());
            case CANDLEWICK, INDICATORS -> StreamsApp.topology(config, Lane.LIVE, watch());
        };
        StreamsRun run = new StreamsRun(variant, topology, config.streamsProperties(Lane.LIVE));
        Measurement measurement = run.run(warmUp, records);
        run.close();
        return measurement;
    }

    /* The application measures too, so what it measures with is part of its price. */
    private static BarWatch watch() {
        return new BarTimes(
                Lane.LIVE.code(), true, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), InstantSource.system());
    }
}
