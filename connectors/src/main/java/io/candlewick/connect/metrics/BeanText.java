package io.candlewick.connect.metrics;

import io.candlewick.connect.sink.SinkMeasures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The beans of a Connect worker as Prometheus' text.
 *
 * <p><b>Shape</b>: {@code kafka.connect:type=sink-task-metrics,connector=a,task=0} with attribute {@code put-batch-avg-time-ms} becomes
 * {@code kafka_connect_sink_task_put_batch_avg_time_ms{connector="a",task="0"}}; what our sinks measure themselves has names of its own, see
 * {@link SinkMeasures}. A status, being text, becomes 1 with the text as label. What is neither number nor status is left out. <b>Thread</b>: any.
 */
final class BeanText {

    private static final List<String> BEANS = List.of(
            "kafka.connect:*",
            "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*",
            "java.lang:type=Memory",
            "java.lang:type=OperatingSystem",
            "java.lang:type=Runtime");
    private static final Map<String, String> OF_THE_JVM = Map.of(
            "ProcessCpuLoad", "process_cpu_usage",
            "Uptime", "process_uptime_milliseconds");

    private final MBeanServer server;

    BeanText(MBeanServer server) {
        this.server = server;
    }

    /** All there is at the moment. */
    String scrape() {
        Map<String, List<String>> families = new TreeMap<>();
        for (String pattern : BEANS) {
            try {
                for (ObjectName bean : server.queryNames(new ObjectName(pattern), null)) {
                    read(bean, families);
                }
            } catch (JMException gone) {
                // A bean of a task that has just ended; the others are still wanted.
                families.putIfAbsent("kafka_connect_beans_gone", List.of("kafka_connect_beans_gone 1\n"));
            }
        }
        Runtime jvm = Runtime.getRuntime();
        add(families, "jvm_memory_used_bytes", "{area=\"heap\"}", (double) (jvm.totalMemory() - jvm.freeMemory()));
        StringBuilder text = new StringBuilder();
        families.forEach((name, lines) -> {
            text.append("# TYPE ")
                    .append(name)
                    .append(
                            name.endsWith("_total")
                                    ? " counter\n"
                                    : SinkMeasures.isHistogram(name) ? " histogram\n" : " gauge\n");
            lines.forEach(text::append);
        });
        return text.toString();
    }

    private void read(ObjectName bean, Map<String, List<String>> families) throws JMException {
        String[] names = java.util.Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        Map<String, String> labels = labels(bean);
        String type = String.valueOf(bean.getKeyProperty("type"));
        for (Object one : server.getAttributes(bean, names)) {
            Attribute attribute = (Attribute) one;
            if (bean.getDomain().equals("java.lang")) {
                String name = OF_THE_JVM.get(attribute.getName());
                if (name != null && attribute.getValue() instanceof Number number) {
                    add(families, name, "", number.doubleValue());
                }
            } else if (type.equals("plugins")) {
                ofOurSinks(attribute, labels, families);
            } else {
                ofKafka(bean.getDomain(), type, attribute, labels, families);
            }
        }
    }

    private static void ofOurSinks(
            Attribute attribute, Map<String, String> labels, Map<String, List<String>> families) {
        if (attribute.getValue() instanceof Number number) {
            SinkMeasures.exported(attribute.getName()).forEach(exported -> {
                Map<String, String> all = new TreeMap<>(labels);
                all.putAll(exported.labels());
                families.computeIfAbsent(exported.family(), name -> new ArrayList<>())
                        .add(exported.name() + text(all) + ' ' + number.doubleValue() * exported.factor() + '\n');
            });
        }
    }

    private static void ofKafka(
            String domain,
            String type,
            Attribute attribute,
            Map<String, String> labels,
            Map<String, List<String>> families) {
        String prefix = domain + "_" + (type.endsWith("-metrics") ? type.substring(0, type.length() - 8) : type);
        String name = (prefix + "_" + attribute.getName())
                .replaceAll("[^a-zA-Z0-9]", "_")
                .toLowerCase(Locale.ROOT);
        if (attribute.getValue() instanceof Number number) {
            add(families, name, text(labels), number.doubleValue());
        } else if (attribute.getName().equals("status") && attribute.getValue() instanceof String status) {
            Map<String, String> all = new TreeMap<>(labels);
            all.put("status", status);
            add(families, name, text(all), 1);
        }
    }

    private static void add(Map<String, List<String>> families, String name, String labels, double value) {
        families.computeIfAbsent(name, none -> new ArrayList<>()).add(name + labels + ' ' + number(value) + '\n');
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    }

    private static Map<String, String> labels(ObjectName bean) {
        Map<String, String> labels = new TreeMap<>();
        bean.getKeyPropertyList().forEach((name, value) -> {
            if (!name.equals("type")) {
                labels.put(
                        name.replaceAll("[^a-zA-Z0-9]", "_"),
                        value.startsWith("\"") ? ObjectName.unquote(value) : value);
            }
        });
        return labels;
    }

    private static String text(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) -> text.append(text.length() > 1 ? "," : "")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"'));
        return text.append('}').toString();
    }
}
