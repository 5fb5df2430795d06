package io.candlewick.streams.query;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long answers of the query API took, by route and status; who is refused before a route is taken, for want of a token or of a route,
 * is under {@code none}.
 *
 * <p>Streams of events are left out: they last as long as somebody listens. A wait for a hole to be filled counts as it took. <b>Thread</b>: any.
 */
final class AnswerTimes {

    private static final String API = "/v1/";
    private static final String STREAM = "/v1/stream";
    private static final int OK = 200;
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String route, int status) {}

    AnswerTimes(MeterRegistry meters) {
        this.meters = meters;
        // There from the start, so that a board shows a nought and not nothing.
        timers.computeIfAbsent(new Kind(API + "bars", OK), this::timer);
    }

    /** One request was answered. */
    void answered(Context request, Float milliseconds) {
        // Routes are few and statuses too; paths are anybody's.
        Endpoint endpoint = request.endpoints().lastHttpEndpoint();
        String route = endpoint == null ? "none" : endpoint.path;
        if (request.path().startsWith(API) && !route.equals(STREAM)) {
            timers.computeIfAbsent(new Kind(route, request.statusCode()), this::timer)
                    .record((long) (milliseconds * NANOS_A_MILLISECOND), TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("candlewick.answer")
                .description("From a request of the query API to its answer's being written")
                .tag("route", kind.route)
                .tag("status", Integer.toString(kind.status))
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }
}
