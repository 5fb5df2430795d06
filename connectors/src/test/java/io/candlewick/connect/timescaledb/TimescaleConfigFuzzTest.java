package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.CommonOptions;
import io.candlewick.connect.sink.ConfigFuzz;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.kafka.common.config.AbstractConfig;

class TimescaleConfigFuzzTest {

    private static final AtomicLong MAPS = new AtomicLong();
    private static final AtomicLong FAULTS = new AtomicLong();

    private final ConfigFuzz fuzz = new ConfigFuzz(
            TimescaleConfig.DEF,
            TimescaleConfig.URL,
            Map.of(
                    "topics", "ticks.live,bars",
                    "schema.registry.url", "http://127.0.0.1:1",
                    "timescale.url", "jdbc:postgresql://127.0.0.1:1/candlewick",
                    "timescale.user", "candlewick"),
            map -> {
                AbstractConfig config = TimescaleConfig.read(map);
                TimescaleConfig.options(config);
                CommonOptions.batching(config);
                CommonOptions.routes(config, TimescaleConfig.TABLES);
                CommonOptions.backoff(config);
            });

    @Property
    void shouldTellTheFaultsOfAnyConfiguration(@ForAll long seed) {
        MAPS.incrementAndGet();
        FAULTS.addAndGet(fuzz.tryOne(seed));
    }

    @AfterContainer
    static void tell() {
        System.out.printf(
                Locale.ROOT, "fuzz TimescaleDB connector: %,d configurations, %,d faults%n", MAPS.get(), FAULTS.get());
    }
}
