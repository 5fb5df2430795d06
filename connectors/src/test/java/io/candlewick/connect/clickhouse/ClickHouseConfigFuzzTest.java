package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.ConfigFuzz;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class ClickHouseConfigFuzzTest {

    private static final ConfigFuzz FUZZ = new ConfigFuzz(
            "ClickHouse",
            new ConfigFuzz.Connector(
                    ClickHouseConfig.DEF,
                    ClickHouseConfig.URL,
                    ClickHouseConfig.TABLES,
                    ClickHouseConfig::read,
                    ClickHouseConfig::options),
            "http://127.0.0.1:1");

    @Property(seed = "7")
    void shouldTellTheFaultsOfAnyConfiguration(@ForAll long seed) {
        FUZZ.tryOne(seed);
    }

    @AfterContainer
    static void tell() {
        FUZZ.tell();
    }
}
