package io.candlewick.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.config.SettingsException;
import io.candlewick.serde.RegistryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsAppConfigTest {

    private static final Map<String, String> LEAST =
            Map.of(StreamsAppConfig.BOOTSTRAP_SERVERS, "b:1", RegistryConfig.URL, "http://r:1");

    @Test
    void shouldHaveDefaultsForAllButTheAddresses() {
        StreamsAppConfig config = StreamsAppConfig.from(LEAST);

        assertThat(config.lanes()).containsExactly(Lane.LIVE, Lane.HISTORY);
        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.standbyReplicas()).isZero();
        assertThat(config.instanceId()).isEmpty();
        assertThat(config.liveCommitInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.rocksDb().size()).isEqualTo(ByteSize.parse("256MiB"));
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.httpPort()).isZero();
    }

    @Test
    void shouldAdvertiseWhereItListensUnlessToldOtherwise() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(StreamsAppConfig.HTTP_PORT, "8080");
        assertThat(advertised(environment)).isEqualTo("127.0.0.1:8080");

        environment.put(StreamsAppConfig.HTTP_HOST, "0.0.0.0");
        assertThat(advertised(environment)).endsWith(":8080").doesNotStartWith("0.0.0.0");

        environment.put(StreamsAppConfig.API_ADVERTISED, "streams-1.lane:80");
        assertThat(advertised(environment)).isEqualTo("streams-1.lane:80");
    }

    @Test
    void shouldRefuseAnAddressThatNobodyCouldAsk() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(StreamsAppConfig.API_ADVERTISED, "streams-1");

        assertThatThrownBy(() -> StreamsAppConfig.from(environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(StreamsAppConfig.API_ADVERTISED)
                .hasMessageContaining("host:port");
    }

    private static String advertised(Map<String, String> environment) {
        return String.valueOf(StreamsAppConfig.from(environment)
                .streamsProperties(Lane.LIVE)
                .get(StreamsConfig.APPLICATION_SERVER_CONFIG));
    }

    @Test
    void shouldTellKafkaStreamsWhatIsSet() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(StreamsAppConfig.APPLICATION_ID, "house");
        environment.put(StreamsAppConfig.INSTANCE_ID, "pod-1");
        environment.put(StreamsAppConfig.LANES, "history");
        environment.put(StreamsAppConfig.THREADS, "2");
        environment.put(StreamsAppConfig.STANDBY_REPLICAS, "1");
        environment.put(StreamsAppConfig.STATE_DIR, "/state");
        environment.put(StreamsAppConfig.ROCKSDB_MEMORY, "1GiB");
        StreamsAppConfig config = StreamsAppConfig.from(environment);

        Properties properties = config.streamsProperties(Lane.HISTORY);

        assertThat(config.lanes()).containsExactly(Lane.HISTORY);
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
        assertThat(config.rocksDb().size().bytes()).isEqualTo(1L << 30);
        assertThat(properties)
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "house-history")
                .containsEntry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2)
                .containsEntry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1)
                .containsEntry("consumer.group.instance.id", "pod-1")
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2)
                .containsEntry(RocksDbMemory.PROPERTY, config.rocksDb());
    }

    @ParameterizedTest
    @CsvSource({"3s,100ms,3000", "10s,100ms,10000", "30s,100ms,10000", "3s,2s,4000"})
    void shouldLetNoTransactionOutliveItsInstance(String session, String commit, int timeoutMs) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(StreamsAppConfig.SESSION_TIMEOUT, session);
        environment.put(StreamsAppConfig.LIVE_COMMIT_INTERVAL, commit);

        assertThat(StreamsAppConfig.from(environment).streamsProperties(Lane.LIVE))
                .containsEntry("producer.transaction.timeout.ms", timeoutMs);
    }

    @Test
    void shouldListEveryFaultAtOnce() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.remove(StreamsAppConfig.BOOTSTRAP_SERVERS);
        environment.put(StreamsAppConfig.ROCKSDB_MEMORY, "1MiB");
        environment.put(StreamsAppConfig.THREADS, "none");

        assertThatThrownBy(() -> StreamsAppConfig.from(environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("CANDLEWICK_BOOTSTRAP_SERVERS is not set")
                .hasMessageContaining("CANDLEWICK_ROCKSDB_MEMORY=1MiB: must be at least 16MiB")
                .hasMessageContaining("CANDLEWICK_STREAM_THREADS=none");
    }

    @Test
    void shouldNameTheSettingThatWasProbablyMeant() {
        assertThat(UnknownSettings.report(List.of(
                        "CANDLEWICK_STREAM_THREAD",
                        "CANDLEWICK_ROCKSDB_MEM",
                        "CANDLEWICK_FLUX_CAPACITOR_VOLTAGE",
                        "CANDLEWICK_LANES",
                        "CANDLEWICK_TIMESCALE_URL",
                        "PATH")))
                .containsExactly(
                        "CANDLEWICK_FLUX_CAPACITOR_VOLTAGE is no setting of this program",
                        "CANDLEWICK_ROCKSDB_MEM is no setting of this program: did you mean CANDLEWICK_ROCKSDB_MEMORY?",
                        "CANDLEWICK_STREAM_THREAD is no setting of this program: did you mean"
                                + " CANDLEWICK_STREAM_THREADS?");
    }
}
