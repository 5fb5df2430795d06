package io.candlewick.ingest.app;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.schedule.PeriodicTask;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on topic {@code feeds} every ten seconds how the roles are that keep no feed up, as {@code ingest.download} and so on; a feed speaks for
 * itself. <b>Thread</b>: its own, and whoever closes it.
 */
final class RoleReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoleReports.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ServiceIdentity identity;
    private final InstantSource clock;
    private final Map<String, Role> roles;
    private final Consumer<FeedState> says;
    private final PeriodicTask task;
    private boolean started;

    /**
     * Nothing is said yet.
     *
     * @param identity who speaks
     * @param clock what time it is
     * @param roles by name
     * @param says takes what is said
     */
    RoleReports(ServiceIdentity identity, InstantSource clock, Map<String, Role> roles, Consumer<FeedState> says) {
        this.identity = identity;
        this.clock = clock;
        this.roles = Map.copyOf(roles);
        this.says = says;
        this.task = new PeriodicTask(
                "role-reports",
                EVERY,
                this::say,
                failed -> LOG.warn("How the roles are cannot be said: {}", failed.getMessage()));
    }

    void start() {
        task.start();
    }

    void say() {
        if (!started) {
            started = true;
            roles.keySet().forEach(name -> say(name, FeedHealth.STARTED, null));
        }
        roles.forEach((name, role) -> {
            List<String> troubles = role.troubles();
            say(name, FeedHealth.HEARTBEAT, troubles.isEmpty() ? null : String.join("; ", troubles));
        });
    }

    private void say(String role, FeedHealth health, @Nullable String reason) {
        says.accept(FeedState.newBuilder()
                .setTenant(identity.tenant())
                .setFeed("ingest." + role)
                .setInstance(identity.instance())
                .setStatus(health)
                .setEventTime(clock.instant())
                .setSymbols(List.of())
                .setReason(reason)
                .setVersion(identity.version())
                .setConfigHash(identity.configHash())
                .setStartedTime(Times.instant(identity.startedUs()))
                // Whoever reads this knows that the broker took it.
                .setDependencies(List.of("kafka=up"))
                .build());
    }

    @Override
    public void close() {
        task.close();
        try {
            roles.keySet().forEach(name -> say(name, FeedHealth.ENDED, "the process stops"));
        } catch (RuntimeException away) {
            LOG.warn("That the roles end cannot be said: {}", away.getMessage());
        }
    }
}
