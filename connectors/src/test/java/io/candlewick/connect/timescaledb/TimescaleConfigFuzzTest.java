package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.ConfigFuzz;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class TimescaleConfigFuzzTest {

    private static final ConfigFuzz FUZZ = new ConfigFuzz(
            "TimescaleDB",
            new ConfigFuzz.Connector(
                    TimescaleConfig.DEF,
                    TimescaleConfig.URL,
                    TimescaleConfig.TABLES,
                    TimescaleConfig::read,
                    TimescaleConfig::options),
            "jdbc:postgresql://127.0.0.1:1/candlewick");

    @Property(seed = "7")
    void shouldTellTheFaultsOfAnyConfiguration(@ForAll long seed) {
        FUZZ.tryOne(seed);
    }

    @AfterContainer
    static void tell() {
        FUZZ.tell();
    }
}
