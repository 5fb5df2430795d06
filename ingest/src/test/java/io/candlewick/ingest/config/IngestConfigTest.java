package io.candlewick.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.config.Settings;
import io.candlewick.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestConfigTest {

    private static final Map<String, Consumer<Settings>> ROLES =
            Map.of("live", settings -> {}, "download", settings -> {});

    @TempDir
    private Path directory;

    private static Map<String, String> least() {
        return new HashMap<>(Map.of(
                "CANDLEWICK_BOOTSTRAP_SERVERS", "127.0.0.1:9092",
                "CANDLEWICK_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081",
                "CANDLEWICK_POLYGON_KEY", "very-secret"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("ingest.properties"), text);
    }

    @Test
    void shouldHaveDefaultsForAllButTheAddressesAndTheKey() {
        IngestConfig config = IngestConfig.read(Optional.empty(), least(), Map.of(), ROLES);

        assertThat(config.roles()).containsExactly("live");
        assertThat(config.feeds()).containsExactly("polygon.forex");
        assertThat(config.polygonSocket()).hasToString("wss://socket.massive.com");
        assertThat(config.feed().heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.spool().maxBytes()).isEqualTo(2L << 30);
    }

    @Test
    void shouldLetTheEnvironmentWinOverTheFileAndTheFileOverFallbacks() throws IOException {
        Path file = file("feed.heartbeat=3s\nfeed.quiet.delay=4s\ntenant=acme\n");
        Map<String, String> environment = least();
        environment.put("CANDLEWICK_FEED_HEARTBEAT", "5s");

        IngestConfig config = IngestConfig.read(
                Optional.of(file),
                environment,
                Map.of("CANDLEWICK_TENANT", "nobody", "CANDLEWICK_INGEST_DIR", "/somewhere"),
                ROLES);

        assertThat(config.feed().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.feed().quietDelay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.tenant()).isEqualTo("acme");
        assertThat(config.spool().directory()).isEqualTo(Path.of("/somewhere/spool"));
    }

    @Test
    void shouldListEveryFaultAtOnce() throws IOException {
        Path file = file("feed.hartbeat=3s\npolygon.key=oops\nspool.max.mib=none\n");

        assertThatThrownBy(() -> IngestConfig.read(
                        Optional.of(file),
                        Map.of("CANDLEWICK_INGEST_FEEDS", "polygon.gold", "CANDLEWICK_FEED_PONG_TIMEOUT", "0s"),
                        Map.of(),
                        ROLES))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("feed.hartbeat is no setting")
                .hasMessageContaining(
                        "polygon.key is a secret: set CANDLEWICK_POLYGON_KEY or CANDLEWICK_POLYGON_KEY_FILE")
                .hasMessageContaining("CANDLEWICK_SPOOL_MAX_MIB=none: must be a whole number")
                .hasMessageContaining("CANDLEWICK_INGEST_FEEDS=polygon.gold: 'polygon.gold' is none of")
                .hasMessageContaining("CANDLEWICK_FEED_PONG_TIMEOUT=0s: must be longer than 0")
                .hasMessageContaining("CANDLEWICK_BOOTSTRAP_SERVERS is not set")
                .hasMessageContaining("CANDLEWICK_SCHEMA_REGISTRY_URL is not set")
                .hasMessageContaining("CANDLEWICK_POLYGON_KEY is not set");
    }

    @Test
    void shouldReadASecretFromTheFileThatTheEnvironmentNames() throws IOException {
        Path secret = Files.writeString(directory.resolve("key"), "from-a-file\n");
        Map<String, String> environment = least();
        environment.remove("CANDLEWICK_POLYGON_KEY");
        environment.put("CANDLEWICK_POLYGON_KEY_FILE", secret.toString());

        IngestConfig config = IngestConfig.read(Optional.empty(), environment, Map.of(), ROLES);

        assertThat(config.secret(IngestConfig.POLYGON_KEY)).isEqualTo("from-a-file");
    }

    @Test
    void shouldShowNoSecret() {
        IngestConfig config = IngestConfig.read(Optional.empty(), least(), Map.of(), ROLES);

        assertThat(config.toString()).doesNotContain("very-secret").contains("set, not shown");
        assertThat(config.effective().toString()).doesNotContain("very-secret");
    }

    @Test
    void shouldHashWhatInstancesShareAndNothingElse() {
        Map<String, String> other = least();
        other.put("CANDLEWICK_INGEST_INSTANCE", "ingest-2");
        other.put("CANDLEWICK_INGEST_DIR", "/elsewhere");
        Map<String, String> drifted = least();
        drifted.put("CANDLEWICK_FEED_HEARTBEAT", "2s");

        String hash =
                IngestConfig.read(Optional.empty(), least(), Map.of(), ROLES).hash();

        assertThat(hash).hasSize(12);
        assertThat(IngestConfig.read(Optional.empty(), other, Map.of(), ROLES).hash())
                .isEqualTo(hash);
        assertThat(IngestConfig.read(Optional.empty(), drifted, Map.of(), ROLES).hash())
                .isNotEqualTo(hash);
    }
}
