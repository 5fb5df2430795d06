package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.compose.ComposeFile.Service;
import io.candlewick.config.SettingsException;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Compose cannot know about {@code docker-compose.yml}: whether the programs read it as it is meant, and the house's rules. */
class ComposeFileTest {

    private static final Pattern FORCED = Pattern.compile("\\$\\{([A-Z0-9_]+):\\?[^}]+}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)[:}]");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN).*");
    private static final Pattern HOST_PORT =
            Pattern.compile("127\\.0\\.0\\.1:\\$\\{[A-Z0-9_]+:-[0-9]+(-[0-9]+)?}:[0-9]+");
    private static final Pattern PORT_RANGE =
            Pattern.compile("127\\.0\\.0\\.1:\\$\\{[A-Z0-9_]+:-[0-9]+-[0-9]+}:([0-9]+)");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?[0-9]+\\.[0-9]+[0-9a-zA-Z._-]*");
    private static final Pattern INNER_ADDRESS = Pattern.compile("(?:^|//|,)([a-z][a-z0-9-]*):[0-9]+");

    private final ComposeFile compose = ComposeFile.read();

    ComposeFileTest() throws IOException {}

    @Test
    void shouldGiveStreamsAppOnlyWhatItReads() {
        assertThat(ProgramSettings.ofStreamsApp())
                .containsAll(compose.service("streams-app").candlewick().keySet());
    }

    @Test
    void shouldGiveStreamsAppAllThatItNeeds() {
        Map<String, String> environment = compose.service("streams-app").candlewick();

        assertThatCode(() -> StreamsAppConfig.from(environment)).doesNotThrowAnyException();
        assertThat(StreamsAppConfig.from(environment).httpPort()).isEqualTo(8080);
    }

    @Test
    void shouldNoticeWhenStreamsAppLacksASetting() {
        Map<String, String> environment =
                new TreeMap<>(compose.service("streams-app").candlewick());
        environment.remove("CANDLEWICK_BOOTSTRAP_SERVERS");

        assertThatThrownBy(() -> StreamsAppConfig.from(environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("CANDLEWICK_BOOTSTRAP_SERVERS");
    }

    @Test
    void shouldGiveConnectWorkerWhatItAndItsConnectorsReferTo() throws IOException {
        assertThat(compose.service("connect").candlewick().keySet())
                .containsExactlyInAnyOrderElementsOf(ProgramSettings.ofConnectWorker());
    }

    @Test
    void shouldGiveCommandLineOnlyWhatItReads() throws IOException {
        Set<String> read = ProgramSettings.ofCommandLine();

        assertThat(read).containsAll(compose.service("setup").candlewick().keySet());
        assertThat(read).containsAll(compose.service("ingest").candlewick().keySet());
    }

    @Test
    void shouldGiveCommandLineEveryAddress() {
        for (String service : List.of("setup", "ingest")) {
            assertThat(compose.service(service).candlewick())
                    .as(service)
                    .containsKeys(
                            "CANDLEWICK_BOOTSTRAP_SERVERS",
                            "CANDLEWICK_SCHEMA_REGISTRY_URL",
                            "CANDLEWICK_CONNECT_URL",
                            "CANDLEWICK_TIMESCALE_URL",
                            "CANDLEWICK_CLICKHOUSE_URL");
        }
    }

    @Test
    void shouldAddressServicesOnASharedNetwork() {
        for (Service service : compose.services().values()) {
            for (String host : innerHosts(service)) {
                assertThat(compose.services())
                        .as("%s addresses %s", service.name(), host)
                        .containsKey(host);
                assertThat(compose.service(host).texts("networks"))
                        .as("networks of %s, which %s addresses", host, service.name())
                        .containsAnyElementsOf(service.texts("networks"));
            }
        }
    }

    private static Set<String> innerHosts(Service service) {
        Set<String> hosts = new TreeSet<>();
        service.candlewick().values().forEach(value -> hosts.addAll(ProgramSettings.found(INNER_ADDRESS, value)));
        return hosts;
    }

    @Test
    void shouldPinEveryImage() throws IOException {
        for (Service service : compose.services().values()) {
            assertThat(service.text("image"))
                    .as(service.name())
                    .hasValueSatisfying(image -> assertThat(image).matches(PINNED));
        }
        assertThat(baseImages())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches(PINNED));
    }

    /** Images that are named in the Dockerfile, without those that are its own stages. */
    private static List<String> baseImages() throws IOException {
        return Files.readAllLines(RepositoryRoot.resolve("docker/Dockerfile")).stream()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.split(" ", -1)[1])
                .filter(image -> !"java".equals(image))
                .toList();
    }

    @Test
    void shouldRunTheVersionsTheBuildTests() throws IOException {
        String pom = Files.readString(RepositoryRoot.resolve("pom.xml"));
        String kafka = "apache/kafka:" + property(pom, "kafka.version");

        assertThat(compose.service("kafka-1").text("image")).hasValue(kafka);
        assertThat(baseImages()).contains(kafka);
        assertThat(compose.service("registry").text("image"))
                .hasValue("apicurio/apicurio-registry:" + property(pom, "apicurio-registry.version"));
        String own = property(pom, "revision").replace("-SNAPSHOT", "");
        assertThat(List.of("connect", "setup", "streams-app", "ingest"))
                .allSatisfy(
                        name -> assertThat(compose.service(name).text("image").orElseThrow())
                                .endsWith(":" + own));
    }

    private static String property(String pom, String name) {
        return ProgramSettings.found(Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<"), pom).stream()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldNameClassesThatExist() throws IOException {
        Set<String> classes = ProgramSettings.found(
                Pattern.compile("\"(io\\.candlewick\\.[A-Za-z.]+)\""),
                Files.readString(RepositoryRoot.resolve("docker/Dockerfile")));

        assertThat(classes)
                .hasSize(2)
                .allSatisfy(name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
    }

    @Test
    void shouldWatchRestartAndBoundEveryService() {
        for (Service service : compose.services().values()) {
            assertThat(service.text("mem_limit"))
                    .as("mem_limit of " + service.name())
                    .isPresent();
            assertThat(service.text("restart"))
                    .as("restart of " + service.name())
                    .isPresent();
            if (!service.runsOnceAndEnds()) {
                assertThat(service.text("restart")).as(service.name()).hasValue("unless-stopped");
                assertThat(service.section("healthcheck"))
                        .as("health check of " + service.name())
                        .isNotEmpty();
            }
        }
        assertThat(compose.services().values().stream().filter(Service::runsOnceAndEnds))
                .extracting(Service::name)
                .containsExactlyInAnyOrder("setup", "ingest");
    }

    @Test
    void shouldPublishOnLoopbackOnly() {
        for (Service service : compose.services().values()) {
            assertThat(service.texts("ports")).as(service.name()).allMatch(HOST_PORT.asMatchPredicate());
            assertThat(service.settings().get("network_mode"))
                    .as(service.name())
                    .isNull();
        }
    }

    @Test
    void shouldLetStreamsAppScale() {
        Service app = compose.service("streams-app");

        assertThat(app.settings().get("container_name")).isNull();
        // One port of the host could be had by one container only.
        assertThat(app.texts("ports"))
                .singleElement()
                .satisfies(port -> assertThat(ProgramSettings.found(PORT_RANGE, port))
                        .containsExactly(app.candlewick().get(StreamsAppConfig.HTTP_PORT)));
        assertThat(app.texts("volumes")).containsExactly(app.candlewick().get("CANDLEWICK_STATE_DIR"));
        assertThat(app.candlewick()).doesNotContainKey(StreamsAppConfig.INSTANCE_ID);
        assertThat(app.settings().get("read_only")).isEqualTo(true);
    }

    @Test
    void shouldHoldNoSecret() {
        for (Service service : compose.services().values()) {
            service.environment().forEach((name, value) -> {
                if (SECRET.matcher(name).matches()) {
                    assertThat(value).as("%s of %s", name, service.name()).matches(FORCED);
                }
            });
        }
        assertThat(compose.text()).doesNotContainPattern("://[^/\\s:@]+:[^/\\s@]+@");
    }

    @Test
    void shouldExplainEveryVariableInTheExample() throws IOException {
        List<String> lines = Files.readAllLines(RepositoryRoot.resolve(".env.example"));
        Set<String> explained = lines.stream()
                .map(line -> line.replaceFirst("^#", ""))
                .filter(line -> line.matches("[A-Z0-9_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained).containsExactlyInAnyOrderElementsOf(ProgramSettings.found(VARIABLE, compose.text()));
        assertThat(ProgramSettings.found(FORCED, compose.text()))
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(lines).contains(secret + "="));
    }

    @Test
    void shouldScrapeServicesThatExist() throws IOException {
        String targets = Files.readString(RepositoryRoot.resolve("ops/prometheus/prometheus.yml"));
        Set<String> hosts = ProgramSettings.found(Pattern.compile("targets: \\[([a-z][a-z0-9-]*):[0-9]+]"), targets);

        assertThat(hosts).isNotEmpty();
        assertThat(hosts)
                .allMatch(host -> "localhost".equals(host) || compose.services().containsKey(host));
    }
}
