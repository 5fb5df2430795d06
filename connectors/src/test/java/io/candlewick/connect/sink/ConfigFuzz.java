package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
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

    private final ConfigDef def;
    private final String urlKey;
    private final Map<String, String> valid;
    private final Consumer<Map<String, String>> use;

    /**
     * What is tried.
     *
     * @param def the keys
     * @param urlKey the database's address
     * @param valid a configuration without faults
     * @param use reads every option, as a task does at its start
     */
    public ConfigFuzz(ConfigDef def, String urlKey, Map<String, String> valid, Consumer<Map<String, String>> use) {
        this.def = def;
        this.urlKey = urlKey;
        this.valid = valid;
        this.use = use;
    }

    /** Tries one configuration; says how many faults it had. */
    public int tryOne(long seed) {
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

        List<String> faults = checked.configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
        assertThat(faults).as("%s", map).noneMatch(fault -> fault.contains(SECRET));
        try {
            use.accept(map);
        } catch (ConfigException refused) {
            assertThat(faults)
                    .as("told before the start: %s, of %s", refused.getMessage(), map)
                    .isNotEmpty();
        }
        return faults.size();
    }

    private static String any(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }
}
