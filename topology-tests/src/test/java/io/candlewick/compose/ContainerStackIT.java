package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candlewick.local.TimescaleServer;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRow;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TopicBars;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The stack of {@code docker-compose.yml} in real containers, with two streams applications: ticks go in, the bar comes out of the topic and
 * of both databases. Skipped, with a message, where Docker does not answer.
 */
class ContainerStackIT {

    private static final Duration BUILD_AND_START = Duration.ofMinutes(15);
    private static final Duration ARRIVAL = Duration.ofMinutes(2);
    private static final int LOOPBACK_BACKLOG = 1;

    private @Nullable ComposeContainer stack;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void startStack() throws IOException {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "Docker does not answer here: the stack in containers is not tried. Start Docker, then: mvn verify -pl"
                        + " topology-tests -am -Dit.test=ContainerStackIT");
        environment = environment();
        ComposeContainer compose = new ComposeContainer(
                        RepositoryRoot.resolve("docker-compose.yml").toFile())
                .withEnv(environment)
                .withBuild(true)
                .withPull(false)
                .withScaledService("streams-app", 2)
                .withStartupTimeout(BUILD_AND_START)
                .waitingFor("streams-app-1", Wait.forHealthcheck())
                .waitingFor("streams-app-2", Wait.forHealthcheck());
        stack = compose;
        compose.start();
    }

    @AfterEach
    void stopStack() {
        ComposeContainer running = stack;
        if (running != null) {
            running.stop();
        }
    }

    /** Secrets of this run alone, and ports that are free, so that a stack that runs already is not in the way. */
    private static Map<String, String> environment() throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String secret :
                List.of("CANDLEWICK_TIMESCALE_PASSWORD", "CANDLEWICK_CLICKHOUSE_PASSWORD", "GRAFANA_ADMIN_PASSWORD")) {
            values.put(secret, UUID.randomUUID().toString());
        }
        for (String service : List.of(
                "KAFKA_1",
                "KAFKA_2",
                "KAFKA_3",
                "REGISTRY",
                "CONNECT",
                "TIMESCALE",
                "CLICKHOUSE",
                "PROMETHEUS",
                "GRAFANA")) {
            values.put(service + "_PORT", Integer.toString(freePort()));
        }
        return values;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, LOOPBACK_BACKLOG, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldTakeTicksToBothDatabases() throws ExecutionException, InterruptedException {
        String brokers = address("KAFKA_1") + "," + address("KAFKA_2") + "," + address("KAFKA_3");
        RegistryConfig registry = RegistryConfig.of("http://" + address("REGISTRY") + "/apis/ccompat/v7");
        QuoteScenario scenario = new QuoteScenario(brokers, new CandlewickSerdes(registry));

        scenario.introduceSymbol();

        assertBar(scenario, new TopicBars(brokers, new SchemaRegistry(registry)));
        assertBar(
                scenario,
                new TimescaleBars(new TimescaleServer(
                        "jdbc:postgresql://" + address("TIMESCALE") + "/candlewick",
                        "candlewick",
                        value("CANDLEWICK_TIMESCALE_PASSWORD"))));
        assertBar(
                scenario,
                new ClickHouseBars(new ClickHouseServer(
                        "http://" + address("CLICKHOUSE"),
                        new ClickHouseServer.Credentials(
                                "candlewick", value("CANDLEWICK_CLICKHOUSE_PASSWORD"), "candlewick"))));
    }

    /** Plays until the bar is there: the first ticks may arrive before the topology has read the symbol. */
    private static void assertBar(QuoteScenario scenario, BarPlace place) {
        await("the bar in " + place.name())
                .atMost(ARRIVAL)
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    scenario.play();
                    List<BarRow> bars = scenario.bars(place);
                    assertThat(bars).hasSize(1);
                    assertThat(bars.get(0).value("bid_open")).isEqualTo(1.1000);
                    assertThat(bars.get(0).value("bid_high")).isEqualTo(1.1010);
                    assertThat(bars.get(0).value("ask_close")).isEqualTo(1.1006);
                    assertThat(bars.get(0).value("tick_count")).isEqualTo(3L);
                });
    }

    private String address(String service) {
        return "127.0.0.1:" + value(service + "_PORT");
    }

    private String value(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not given to the stack");
        }
        return value;
    }
}
