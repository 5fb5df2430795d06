package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.compose.RepositoryRoot;
import io.candlewick.ingest.app.IngestApp;
import io.candlewick.ingest.config.IngestConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every metric that an alert, a dashboard or the documentation names is served by the process it is of. */
@ExtendWith(WholeStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricNamesIT {

    private static final Pattern METRIC = Pattern.compile("\\b(candlewick|kafka|jvm|process|disk)_[a-z_]*[a-z]\\b");
    /* Kafka Streams' own are looked for once a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path OPS = RepositoryRoot.find().resolve("ops");

    private final RunningStack running;

    @TempDir
    private Path directory;

    MetricNamesIT(RunningStack running) {
        this.running = running;
    }

    @BeforeAll
    void letSomethingHappen(@TempDir Path files) throws Exception {
        new LiveTraffic(running, "metrics", files).flow();
    }

    @Test
    void shouldServeEveryMetricOfThePipelinesBoard() throws Exception {
        Set<String> names = names("grafana/dashboards/pipeline.json");

        await().atMost(LIMIT).untilAsserted(() -> assertServed(names, streams()));
    }

    @Test
    void shouldServeEveryMetricOfTheSinksBoard() throws Exception {
        Set<String> names = names("grafana/dashboards/sinks.json");

        await().atMost(LIMIT).untilAsserted(() -> assertServed(names, worker()));
    }

    @Test
    void shouldServeEveryMetricOfTheCollectorsBoard() throws Exception {
        assertServed(names("grafana/dashboards/ingest.json"), collector());
    }

    @Test
    void shouldServeEveryMetricOfTheAlerts() throws Exception {
        Set<String> names = names("prometheus/rules.yml");
        String collector = collector();

        await().atMost(LIMIT).untilAsserted(() -> assertServed(names, streams() + worker() + collector));
    }

    @Test
    void shouldServeEveryMetricTheDocumentationNames() throws Exception {
        String page = Files.readString(RepositoryRoot.find().resolve("docs/operations.md"));
        String table = page.substring(page.indexOf("### Metrics"), page.indexOf("### Upgrade notes"));
        Set<String> names = names(table, "text");
        String collector = collector();

        assertThat(names).hasSizeGreaterThan(30);
        await().atMost(LIMIT).untilAsserted(() -> assertServed(names, streams() + worker() + collector));
    }

    private static void assertServed(Set<String> names, String metrics) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeIf(name -> Pattern.compile("(?m)^" + name + "(_bucket|_count)?[ {]")
                .matcher(metrics)
                .find());
        assertThat(missing).as("not served").isEmpty();
    }

    private static Set<String> names(String file) throws Exception {
        Set<String> names = names(Files.readString(OPS.resolve(file)), file);
        assertThat(names).hasSizeGreaterThan(6);
        return names;
    }

    private static Set<String> names(String text, String what) {
        assertThat(text).as(what).isNotEmpty();
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private String streams() throws Exception {
        return get(running.stack().addresses().streamsUrl().orElseThrow());
    }

    private String worker() throws Exception {
        return get(running.stack().addresses().connectUrl().orElseThrow());
    }

    /* Its vendor is nowhere: what it counts is there from the start. */
    private String collector() throws Exception {
        Map<String, String> environment =
                new HashMap<>(running.stack().addresses().toEnvironment());
        environment.put("CANDLEWICK_INGEST_ROLES", "live,download,gaps,poll");
        environment.put("CANDLEWICK_POLL_SOURCES", "polygon");
        environment.put("CANDLEWICK_INGEST_DIR", directory.resolve("ingest").toString());
        environment.put("CANDLEWICK_POLYGON_KEY", "any");
        environment.put("CANDLEWICK_POLYGON_SOCKET_URL", "ws://127.0.0.1:1");
        environment.put("CANDLEWICK_POLYGON_REST_URL", "http://127.0.0.1:1");
        environment.put("CANDLEWICK_CLICKHOUSE_USER", "default");
        IngestConfig config = IngestConfig.read(Optional.empty(), environment, Map.of(), IngestApp.readers());
        try (IngestApp app = new IngestApp(config, InstantSource.system(), "test", line -> {})) {
            app.start();
            return get("http://127.0.0.1:" + app.httpPort());
        }
    }

    private static String get(String address) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/metrics"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.body();
    }
}
