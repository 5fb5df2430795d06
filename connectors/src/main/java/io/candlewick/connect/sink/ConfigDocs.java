package io.candlewick.connect.sink;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The keys of the sinks and their metrics as a Markdown page, from the definitions themselves. */
public final class ConfigDocs {

    private static final String INTRODUCTION = """
        # Keys and metrics of the sinks

        This page is generated from the connectors' own definitions: a test compares it, and `-Dcandlewick.write-docs=true` writes it
        anew. Kafka Connect's own keys (`tasks.max`, `topics`, `errors.*`, `consumer.override.*`, `transforms`) are its documentation's.
        """;

    private static final String METRICS = """

        ## Metrics

        Of each task, in JMX under `kafka.connect:type=plugins,*` (Kafka 4.1 and later). A worker with
        `rest.extension.classes=io.candlewick.connect.metrics.WorkerMetrics` serves them, and Connect's own as `kafka_connect_*`, in
        Prometheus' text format at `/metrics` of its REST port, tagged with connector and task.

        | in JMX | for Prometheus | |
        |---|---|---|
        """;

    private ConfigDocs() {}

    /**
     * The page.
     *
     * @param sinks definition of each sink, by its title
     * @return Markdown
     */
    public static String page(Map<String, ConfigDef> sinks) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        sinks.forEach((title, def) -> {
            page.append("\n## ").append(title).append('\n');
            groups(def).forEach((group, keys) -> {
                page.append("\n### ").append(group).append("\n\n| key | default | must be | |\n|---|---|---|---|\n");
                keys.forEach(key -> page.append(row(key)));
            });
        });
        page.append(METRICS);
        SinkMeasures.ALL.forEach((name, measure) -> page.append("| `")
                .append(name)
                .append(measure.exported().isEmpty() ? "` | | " : "` | `" + measure.exported() + "` | ")
                .append(measure.meaning())
                .append(" |\n"));
        return page.toString();
    }

    private static Map<String, List<ConfigKey>> groups(ConfigDef def) {
        Map<String, List<ConfigKey>> groups = new LinkedHashMap<>();
        for (String group : def.groups()) {
            List<ConfigKey> keys = new TreeMap<>(def.configKeys())
                    .values().stream()
                            .filter(key -> group.equals(key.group) && !key.internalConfig)
                            .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                            .toList();
            if (!keys.isEmpty()) {
                groups.put(group, keys);
            }
        }
        return groups;
    }

    private static String row(ConfigKey key) {
        String standard;
        if (!key.hasDefault()) {
            standard = "required";
        } else if (key.defaultValue == null || "".equals(key.defaultValue) || key.type == ConfigDef.Type.PASSWORD) {
            standard = "";
        } else if (key.defaultValue instanceof List<?> list) {
            standard = "`" + String.join(",", list.stream().map(String::valueOf).toList()) + "`";
        } else {
            standard = "`" + key.defaultValue + "`";
        }
        String must =
                key.validator == null ? key.type.name().toLowerCase(java.util.Locale.ROOT) : key.validator.toString();
        return "| `" + key.name + "` | " + standard + " | " + must.replace("|", "\\|") + " | " + key.documentation
                + " |\n";
    }
}
