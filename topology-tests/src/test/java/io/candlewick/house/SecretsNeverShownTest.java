package io.candlewick.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Secrets;
import io.candlewick.config.SettingsException;
import io.candlewick.ingest.app.IngestApp;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.local.Credentials;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.app.StreamsApp;
import io.candlewick.streams.config.HttpTls;
import io.candlewick.streams.config.StreamsAppConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Each secret that a program is given is a mark, and the mark turns up in nothing that people or machines read. */
class SecretsNeverShownTest {

    private static final String MARK = "marked-secret-";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CANDLEWICK_BOOTSTRAP_SERVERS",
            "127.0.0.1:1",
            RegistryConfig.URL,
            "https://127.0.0.1:1",
            RegistryConfig.USER,
            "schemas",
            KafkaSecurity.PROTOCOL,
            "SASL_SSL",
            KafkaSecurity.SASL_USER,
            "candlewick-streams",
            "CANDLEWICK_TIMESCALE_URL",
            "jdbc:postgresql://127.0.0.1:1/candlewick?user=x&password=" + MARK + "in-url",
            "CANDLEWICK_CLICKHOUSE_URL",
            "http://u:" + MARK + "in-address@127.0.0.1:1"));

    SecretsNeverShownTest() {
        for (String name : List.of(
                KafkaSecurity.SASL_PASSWORD,
                RegistryConfig.PASSWORD,
                "CANDLEWICK_TIMESCALE_PASSWORD",
                "CANDLEWICK_CLICKHOUSE_PASSWORD",
                StreamsAppConfig.API_TOKEN,
                IngestConfig.POLYGON_KEY,
                IngestConfig.ALPACA_KEY,
                IngestConfig.ALPACA_SECRET,
                "CANDLEWICK_ECONOMIC_FRED_KEY")) {
            environment.put(name, MARK + name);
        }
    }

    @Test
    void shouldNotShowThemInTheStreamsApplicationsConfiguration() throws Exception {
        environment.put(
                HttpTls.KEY_STORE, Files.createFile(folder.resolve("own.p12")).toString());
        environment.put(HttpTls.KEY_STORE_PASSWORD, MARK + "store");

        StreamsAppConfig config = StreamsAppConfig.from(environment);

        assertThat(config.toString()).doesNotContain(MARK);
        assertThat(config.kafka().toString()).doesNotContain(MARK);
        assertThat(new Credentials(environment).toString()).doesNotContain(MARK);
    }

    @Test
    void shouldNotShowThemInTheIngestProcesssConfiguration() {
        IngestConfig config = IngestConfig.read(Optional.empty(), environment, Map.of(), IngestApp.readers());

        assertThat(config.toString()).doesNotContain(MARK);
        assertThat(config.effective().toString()).doesNotContain(MARK).contains("set, not shown");
        assertThat(config.secret(IngestConfig.POLYGON_KEY)).isEqualTo(MARK + IngestConfig.POLYGON_KEY);
    }

    @Test
    void shouldNotShowThemInWhatIsWrongWithAConfiguration() {
        environment.put("CANDLEWICK_SESSION_TIMEOUT", "soon");
        environment.put(KafkaSecurity.PROTOCOL, "PLAINTEXT");
        environment.put(RegistryConfig.URL, "https://u:" + MARK + "@127.0.0.1:1");

        assertThatThrownBy(() -> StreamsAppConfig.from(environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(RegistryConfig.URL + "=https://***@127.0.0.1:1")
                .hasMessageNotContaining(MARK);
        assertThatThrownBy(() -> IngestConfig.read(Optional.empty(), environment, Map.of(), IngestApp.readers()))
                .isInstanceOf(SettingsException.class)
                .hasMessageNotContaining(MARK);
    }

    @Test
    void shouldNotLogThemWhenClientsAreMade() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.DEBUG);
        environment.put(StreamsAppConfig.STATE_DIR, folder.resolve("state").toString());
        environment.put(StreamsAppConfig.WARM_UP_BARS, "0");
        try (StreamsApp app = new StreamsApp(StreamsAppConfig.from(environment), InstantSource.system())) {
            assertThat(app.metrics()).doesNotContain(MARK);
        } finally {
            root.setLevel(before);
            root.detachAppender(appender);
        }

        List<String> lines = new ArrayList<>();
        appender.list.forEach(event -> lines.add(event.getFormattedMessage()));
        assertThat(lines).as("Kafka's clients tell their settings").anyMatch(line -> line.contains("sasl.jaas.config"));
        assertThat(lines).noneMatch(line -> line.contains(MARK));
    }

    /** A setting whose name says that it is a secret, and that nobody lists as one, would be shown. */
    @Test
    void shouldKnowEverySecretByItsName() {
        assertThat(IngestConfig.SECRETS).allMatch(Secrets::isSecret);
        assertThat(KafkaSecurity.SECRETS).allMatch(Secrets::isSecret);
        assertThat(Set.of(HttpTls.KEY_STORE_PASSWORD, StreamsAppConfig.API_TOKEN))
                .allMatch(Secrets::isSecret);
    }
}
