package io.candlewick.connect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class BeanTextTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final BeanText text = new BeanText(server);

    @Test
    void shouldNameConnectsMetricsByTypeAndAttribute() throws Exception {
        bean(
                "kafka.connect:type=sink-task-metrics,connector=\"clickhouse-sink\",task=\"0\"",
                Map.of("put-batch-avg-time-ms", 2.5, "offset-commit-seq-no", 7L));

        assertThat(text.scrape())
                .contains("# TYPE kafka_connect_sink_task_put_batch_avg_time_ms gauge\n")
                .contains("kafka_connect_sink_task_put_batch_avg_time_ms{connector=\"clickhouse-sink\",task=\"0\"}"
                        + " 2.5\n");
    }

    @Test
    void shouldTellStatusAsLabel() throws Exception {
        bean(
                "kafka.connect:type=connector-task-metrics,connector=a,task=1",
                Map.of("status", "running", "other", "text"));

        assertThat(text.scrape())
                .contains("kafka_connect_connector_task_status{connector=\"a\",status=\"running\",task=\"1\"} 1.0\n")
                .doesNotContain("other");
    }

    @Test
    void shouldGiveSinksMeasuresTheirOwnNames() throws Exception {
        bean(
                "kafka.connect:type=plugins,connector=a,task=0",
                Map.of(
                        "circuit-breaker-state",
                        "closed",
                        "circuit-breaker-closed",
                        1,
                        "batch-count",
                        3L,
                        "stored-age-ms-total",
                        1_500L,
                        "batches-stored-within-ms-250",
                        2L));

        assertThat(text.scrape())
                .contains("candlewick_sink_circuit_closed{connector=\"a\",task=\"0\"} 1.0\n")
                .contains("candlewick_sink_batches_total{connector=\"a\",task=\"0\"} 3.0\n")
                .contains("# TYPE candlewick_sink_stored_age_seconds histogram\n")
                .contains("candlewick_sink_stored_age_seconds_bucket{connector=\"a\",le=\"0.25\",task=\"0\"} 2.0\n")
                .contains("candlewick_sink_stored_age_seconds_bucket{connector=\"a\",le=\"+Inf\",task=\"0\"} 3.0\n")
                .contains("candlewick_sink_stored_age_seconds_count{connector=\"a\",task=\"0\"} 3.0\n")
                .contains("candlewick_sink_stored_age_seconds_sum{connector=\"a\",task=\"0\"} 1.5\n");
    }

    @Test
    void shouldEscapeLabels() throws Exception {
        bean("kafka.connect:type=x-metrics,connector=" + ObjectName.quote("a \"b\"\\c"), Map.of("n", 1));

        assertThat(text.scrape()).contains("kafka_connect_x_n{connector=\"a \\\"b\\\"\\\\c\"} 1.0\n");
    }

    private void bean(String name, Map<String, ?> attributes) throws Exception {
        server.registerMBean(new Bean(new HashMap<>(attributes)), new ObjectName(name));
    }

    /** A bean of fixed attributes. */
    private record Bean(Map<String, Object> attributes) implements DynamicMBean {

        @Override
        public Object getAttribute(String name) {
            return attributes.getOrDefault(name, "");
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            AttributeList list = new AttributeList();
            for (String name : names) {
                list.add(new Attribute(name, attributes.get(name)));
            }
            return list;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] infos = attributes.keySet().stream()
                    .map(name -> new MBeanAttributeInfo(name, "java.lang.Object", "", true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(Bean.class.getName(), "", infos, null, null, null);
        }

        @Override
        public void setAttribute(Attribute attribute) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AttributeList setAttributes(AttributeList list) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException();
        }
    }
}
