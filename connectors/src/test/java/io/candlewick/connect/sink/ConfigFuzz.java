package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Random configurations of a connector: faults on their keys, and nothing thrown but what Connect expects. */
public final class ConfigFuzz {

    /** Must be found in no message. */
    public static final String SECRET = "hunter2-do-not-show";

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "true",
            "false",
            "maybe",
            "0",
            "-1",
            "1",
            "10000",
            "2147483648",
            "99999999999999999999",
            "1e3",
            "NaN",
            "null",
            "off",
            "5s",
            "250ms",
            "7d",
            "90d",
            "999999999999d",
            "-5s",
            "5 s",
            "http://127.0.0.1:1",
            "https://127.0.0.1:1/x",
            "http://u:" + SECRET + "@127.0.0.1:1",
            "http://",
            "http:///",
            "http://[::1",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "jdbc:postgresql://127.0.0.1:1/d",
            "jdbc:postgresql://127.0.0.1:1/d?user=u&password=" + SECRET,
            "jdbc:",
            "jdbc:h2:mem:x",
            "ticks.live=ticks",
            "ticks.live=ticks,bars=bars",
            "ticks.live",
            "=",
            "a=b=c",
            ",,,",
            "${env:NOTHING}",
            "${",
            "${env:}",
            "java.lang.String",
            "no.such.Class",
            "io.candlewick.serde.CandlewickSerdes",
            "default; DROP DATABASE default",
            "'; DROP TABLE market_ticks; --",
            "`",
            "\u0000",
            "\n",
            "🕯",
            "/nowhere/trust.p12",
            "x".repeat(10_000));

    private final String name;
    private final ConfigDef def;
    private final String urlKey;
    private final Map<String, String> valid;
    private final Consumer<Map<String, String>> use;
    private final AtomicLong configurations = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();

    /**
     * What a connector makes of its configuration.
     *
     * @param def the keys
     * @param urlKey the database's address
     * @param tables the tables of its kinds
     * @param read checks a configuration
     * @param options reads the database's own options
     */
    public record Connector(
            ConfigDef def,
            String urlKey,
            Map<RecordKind, String> tables,
            Function<Map<String, String>, AbstractConfig> read,
            Consumer<AbstractConfig> options) {

        /** Reads every option, as a task does at its start. */
        void use(Map<String, String> map) {
            AbstractConfig config = read.apply(map);
            options.accept(config);
            CommonOptions.batching(config);
            CommonOptions.routes(config, tables);
            CommonOptions.barLane(config);
            CommonOptions.backoff(config);
        }
    }

    /**
     * What is tried.
     *
     * @param name of the connector
     * @param connector what it makes of its configuration
     * @param url an address of its database without faults
     */
    public ConfigFuzz(String name, Connector connector, String url) {
        this.name = name;
        this.def = connector.def;
        this.urlKey = connector.urlKey;
        this.valid = Map.of(
                "topics",
                "ticks.live,bars",
                "schema.registry.url",
                "http://127.0.0.1:1",
                urlKey,
                url,
                urlKey.replace(".url", ".user"),
                "candlewick");
        this.use = connector::use;
    }

    /** Says how many were tried. */
    public void tell() {
        System.out.printf(
                Locale.ROOT,
                "fuzz %s connector: %,d configurations, %,d faults%n",
                name,
                configurations.get(),
                faults.get());
    }

    /** Tries one configuration. */
    public void tryOne(long seed) {
        Random random = new Random(seed);
        Map<String, String> map = new HashMap<>(random.nextInt(4) == 0 ? Map.of() : valid);
        List<String> names = new ArrayList<>(def.names());
        names.sort(null);
        for (int count = random.nextInt(6); count >= 0; count--) {
            String name = random.nextInt(10) == 0 ? VALUES.get(random.nextInt(VALUES.size())) : any(names, random);
            map.put(name, VALUES.get(random.nextInt(VALUES.size())));
        }
        def.configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .forEach(key -> map.put(key.name, SECRET));

        Config checked = ConfigCheck.check(def, map, urlKey, config -> {});

        List<String> told = checked.configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
        assertThat(told).as("%s", map).noneMatch(fault -> fault.contains(SECRET));
        try {
            use.accept(map);
        } catch (ConfigException refused) {
            assertThat(told)
                    .as("told before the start: %s, of %s", refused.getMessage(), map)
                    .isNotEmpty();
        }
        configurations.incrementAndGet();
        faults.addAndGet(told.size());
    }

    private static String any(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }
}
