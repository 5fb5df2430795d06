package io.candlewick.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.ingest.instrument.Instruments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private static final Instant NOW = Instant.parse("2026-11-21T17:00:00Z");

    private final ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@60x", () -> NOW);
    private final SimulatedWorld world =
            SimulatedWorld.of(new SimulatedMarket(7, MarketShape.USUAL, Instruments.bundled("system")), clock);

    @Test
    void shouldScriptAndClearFaultsOverHttp() throws IOException, InterruptedException {
        VendorRoutes vendor = new VendorRoutes() {
            @Override
            public void declare(Faults faults) {
                faults.declare("rest-429", "answers 429");
            }

            @Override
            public void addTo(io.javalin.config.JavalinConfig config) {
                config.routes.get("/hello", context -> context.result("hello"));
            }
        };
        try (Simulator simulator = Simulator.start(world, 0, List.of(vendor))) {
            assertThat(ask(simulator, "GET", "/hello", "")).isEqualTo("200 hello");
            assertThat(ask(simulator, "POST", "/_faults", "{\"fault\":\"rest-429\",\"times\":2}"))
                    .isEqualTo("204 ");

            assertThat(world.faults().take("rest-429")).isPresent();
            assertThat(world.faults().take("rest-429")).isPresent();
            assertThat(world.faults().take("rest-429")).isEmpty();
            assertThat(ask(simulator, "POST", "/_faults", "{\"fault\":\"rest-430\"}"))
                    .startsWith("400 fault 'rest-430' is none of: ");
            assertThat(ask(simulator, "GET", "/_clock", ""))
                    .isEqualTo("200 2026-11-17T08:00:00Z@60x@2026-11-21T17:00:00Z");
        }
    }

    @Test
    void shouldEndAFaultWhenItsTimeIsOver() {
        Instant[] real = {NOW};
        ScaledClock fast = ScaledClock.parse("2026-11-17T08:00:00Z@60x", () -> real[0]);
        Faults faults = new Faults(fast);
        faults.declare("stream-outage", "no data");

        faults.script(faults.parse("{\"fault\":\"stream-outage\",\"for\":\"2h\"}"));

        real[0] = NOW.plusSeconds(119);
        assertThat(faults.peek("stream-outage")).isPresent();
        real[0] = NOW.plusSeconds(120);
        assertThat(faults.peek("stream-outage")).isEmpty();
    }

    @Test
    void shouldRunAsFastAsItsClockSays() {
        Instant[] real = {NOW};
        ScaledClock fast = ScaledClock.parse("2026-11-17T08:00:00Z@60x", () -> real[0]);
        ScaledClock shared = ScaledClock.parse(fast.toString(), () -> real[0]);

        real[0] = NOW.plusMillis(1_500);

        assertThat(fast.instant()).isEqualTo("2026-11-17T08:01:30Z");
        assertThat(shared.instant()).isEqualTo("2026-11-17T08:01:30Z");
        assertThat(fast.real(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> ScaledClock.parse("now@60x", () -> NOW))
                .hasMessage("clock='now@60x' must be an instant and a speed, e.g. 2026-11-17T08:00:00Z@60x");
    }

    private static String ask(Simulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
