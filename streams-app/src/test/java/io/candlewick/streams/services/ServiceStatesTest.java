package io.candlewick.streams.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceStatesTest {

    private static final Instant NOW = Instant.parse("2026-11-17T08:00:00Z");

    private final ServiceStates states = new ServiceStates();

    private void hear(String instance, FeedHealth health, int secondsAgo, String hash, String... dependencies) {
        Instant at = NOW.minusSeconds(secondsAgo);
        FeedState state = FeedState.newBuilder()
                .setFeed("polygon.forex")
                .setInstance(instance)
                .setStatus(health)
                .setEventTime(at)
                .setConfigHash(hash)
                .setStartedTime(NOW.minusSeconds(3_600))
                .setDependencies(List.of(dependencies))
                .build();
        states.heard(state, at);
    }

    private ServiceReport only() {
        return states.report(NOW).get(0);
    }

    @Test
    void shouldCallAServiceUpWhileItsHeartbeatsCome() {
        hear("one", FeedHealth.HEARTBEAT, 9, "a", "kafka=up");

        assertThat(only().health()).isEqualTo(ServiceReport.Health.UP);
        assertThat(only().since()).contains(NOW.minusSeconds(3_600));
        assertThat(only().isWell()).isTrue();
    }

    @Test
    void shouldSayBecauseOfWhomAServiceIsUnhealthy() {
        hear("one", FeedHealth.HEARTBEAT, 2, "a", "kafka=down: broker: away", "polygon.forex=up");

        assertThat(only().health()).isEqualTo(ServiceReport.Health.UNHEALTHY);
        assertThat(only().because()).contains("kafka=down: broker: away");
    }

    @Test
    void shouldCallAServiceSilentAfterThreeHeartbeatsAndStoppedWhenItSaidSo() {
        hear("one", FeedHealth.HEARTBEAT, 31, "a");
        hear("two", FeedHealth.ENDED, 500, "a");

        assertThat(states.report(NOW))
                .extracting(ServiceReport::health)
                .containsExactly(ServiceReport.Health.SILENT, ServiceReport.Health.STOPPED);
    }

    @Test
    void shouldShowThatLiveInstancesAreConfiguredDifferently() {
        hear("one", FeedHealth.HEARTBEAT, 2, "a");
        hear("two", FeedHealth.HEARTBEAT, 3, "b");
        hear("old", FeedHealth.ENDED, 3, "c");

        assertThat(states.report(NOW)).extracting(ServiceReport::drifts).containsExactly(false, true, true);
    }

    @Test
    void shouldForgetWhoHasNotBeenHeardOfForADay() {
        hear("one", FeedHealth.HEARTBEAT, 90_000, "a");
        hear("two", FeedHealth.HEARTBEAT, 2, "a");

        assertThat(states.report(NOW)).extracting(ServiceReport::instance).containsExactly("two");
    }
}
