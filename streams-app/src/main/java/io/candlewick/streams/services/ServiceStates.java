package io.candlewick.streams.services;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last word of every instance of every service, and what is to be said of it.
 *
 * <p><b>Shape</b>: who has not been heard of for {@link #LOOK_BACK} is forgotten when a report is asked for. <b>Thread</b>: any.
 */
public final class ServiceStates {

    /** How far back topic {@code feeds} is of interest. */
    public static final Duration LOOK_BACK = Duration.ofDays(1);

    /* Three heartbeats. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Map<String, Heard> last = new TreeMap<>();

    /** The last word of an instance, and when the broker had it. */
    private record Heard(FeedState state, Instant at) {}

    /** Nobody has been heard of yet. */
    public ServiceStates() {}

    /**
     * An instance has spoken.
     *
     * @param state what it said
     * @param at when the broker had it
     */
    public synchronized void heard(FeedState state, Instant at) {
        last.put(state.getFeed() + "|" + state.getInstance(), new Heard(state, at));
    }

    /**
     * How they all are.
     *
     * @param now the time silence is counted to
     * @return the instances in order of service and name
     */
    public synchronized List<ServiceReport> report(Instant now) {
        last.values().removeIf(heard -> heard.at.isBefore(now.minus(LOOK_BACK)));
        List<ServiceReport> reports = new ArrayList<>();
        for (Heard heard : last.values()) {
            FeedState state = heard.state;
            ServiceReport.Health health = healthOf(heard, now);
            boolean drifts = isLive(health)
                    && last.values().stream()
                            .anyMatch(other -> other.state.getFeed().equals(state.getFeed())
                                    && isLive(healthOf(other, now))
                                    && !other.state.getConfigHash().equals(state.getConfigHash()));
            reports.add(new ServiceReport(
                    state.getFeed(),
                    state.getInstance(),
                    health,
                    health == ServiceReport.Health.SILENT
                            ? Optional.of(heard.at)
                            : Optional.ofNullable(state.getStartedTime()),
                    state.getSymbols().size(),
                    state.getVersion(),
                    state.getConfigHash(),
                    drifts,
                    because(state, health),
                    state.getDependencies()));
        }
        return reports;
    }

    private static boolean isLive(ServiceReport.Health health) {
        return health == ServiceReport.Health.UP || health == ServiceReport.Health.UNHEALTHY;
    }

    private static ServiceReport.Health healthOf(Heard heard, Instant now) {
        FeedState state = heard.state;
        if (state.getStatus() == FeedHealth.ENDED) {
            return ServiceReport.Health.STOPPED;
        }
        if (heard.at.isBefore(now.minus(SILENCE))) {
            return ServiceReport.Health.SILENT;
        }
        boolean isDown = state.getStatus() == FeedHealth.DISCONNECTED
                || state.getStatus() == FeedHealth.REFUSED
                || state.getStatus() == FeedHealth.CONNECTING
                || (state.getStatus() == FeedHealth.HEARTBEAT && state.getReason() != null);
        boolean needsWhatIsDown = state.getDependencies().stream().anyMatch(ServiceStates::isDown);
        return isDown || needsWhatIsDown ? ServiceReport.Health.UNHEALTHY : ServiceReport.Health.UP;
    }

    private static boolean isDown(String dependency) {
        return dependency.contains("=down");
    }

    /* What it needs comes first: a feed that is down because the broker is has not the vendor to blame. */
    private static Optional<String> because(FeedState state, ServiceReport.Health health) {
        if (health == ServiceReport.Health.SILENT) {
            return Optional.of("silence: it has not said that it would stop");
        }
        if (health != ServiceReport.Health.UNHEALTHY) {
            return Optional.empty();
        }
        return state.getDependencies().stream()
                .filter(ServiceStates::isDown)
                .findFirst()
                .or(() -> Optional.ofNullable(state.getReason()));
    }
}
