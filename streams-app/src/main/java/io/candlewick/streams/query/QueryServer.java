package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candlewick.streams.config.ApiToken;
import io.candlewick.streams.config.ClickHouseAddress;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.lag.LagMonitor;
import io.candlewick.streams.stored.ClickHouseRevisions;
import io.candlewick.streams.stored.ClickHouseSeries;
import io.candlewick.streams.stored.StoredSeries;
import io.candlewick.streams.stored.TimescaleSeries;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything this process says over HTTP: health, metrics, the query API and the pages on it.
 *
 * <p>Every route of the API begins with {@code /v1} and wants the token, if there is one; the others are for probes and browsers. <b>Thread</b>: any.
 */
public final class QueryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PAGES = "/io/candlewick/streams/web";

    private final StreamsAppConfig config;
    private final ProcessHealth health;
    private final LagMonitor lag;
    private final Optional<TimescaleSeries> timescale;
    private final List<StoredSeries> stored = new ArrayList<>();
    private final ReferenceTopics reference;
    private final DeadLetterCounts deadLetters;
    private final FillRequests fills;
    private final EventRoutes events;
    private final StateTier state;
    private final Javalin server;
    private volatile boolean draining;

    /**
     * Draws the routes; nothing is served yet.
     *
     * @param config where to listen, whom to ask
     * @param health what probes and Prometheus ask of the process
     * @param lag how far consumers are behind; closed with this
     * @param clock the wall clock
     */
    public QueryServer(StreamsAppConfig config, ProcessHealth health, LagMonitor lag, InstantSource clock) {
        this.config = config;
        this.health = health;
        this.lag = lag;
        this.reference = new ReferenceTopics(config.kafka(), config.serdes());
        this.timescale = config.recentBars().map(TimescaleSeries::new);
        timescale.ifPresent(stored::add);
        config.storedBars().map(ClickHouseSeries::new).ifPresent(stored::add);
        this.deadLetters = new DeadLetterCounts(config.kafka(), health.meters());
        this.fills = new FillRequests(config.kafka(), config.serdes(), clock);
        this.state = StateTier.of(config, health, reference);
        SeriesRoutes series = new SeriesRoutes(answers(clock), state);
        AnswerTimes times = new AnswerTimes(health.meters());
        this.events = new EventRoutes(config.kafka(), config.serdes());
        ReferenceRoutes references = new ReferenceRoutes(reference, timescale);
        PipelineRoutes pipeline = new PipelineRoutes(health, lag, reference, deadLetters, clock);
        this.server = Javalin.create(http -> {
            http.startup.showJavalinBanner = false;
            http.startup.showOldJavalinVersionWarning = false;
            http.jetty.host = config.httpHost();
            http.jetty.port = config.httpPort();
            config.httpTls()
                    .ifPresent(tls -> http.jetty.addConnector((jetty, settings) ->
                            TlsConnector.on(jetty, settings, tls, config.httpHost(), config.httpPort())));
            http.staticFiles.add(PAGES, Location.CLASSPATH);
            http.requestLogger.http(times::answered);
            http.routes.before("/v1/*", this::authorize);
            http.routes.before("/v1/stream", events::check);
            http.routes.get("/livez", request -> probe(request, health.isAlive()));
            http.routes.get("/readyz", request -> probe(request, !draining && health.isReady()));
            http.routes.get(
                    "/metrics", request -> request.contentType(PROMETHEUS).result(health.metrics()));
            http.routes.get("/v1/bars", series::bars);
            http.routes.get("/v1/bars/forming", series::forming);
            http.routes.get("/v1/state", series::state);
            http.routes.get("/v1/indicators", series::indicators);
            http.routes.get("/v1/quotes/last", references::lastQuote);
            http.routes.get("/v1/symbols", references::symbols);
            http.routes.get("/v1/gaps", references::gaps);
            http.routes.get("/v1/feeds", references::feeds);
            http.routes.get("/v1/calendar", references::events);
            http.routes.get("/v1/lag", pipeline::lag);
            http.routes.get("/v1/pipeline", pipeline::glance);
            http.routes.sse("/v1/stream", events::follow);
            problems(http);
        });
    }

    /**
     * Serves.
     *
     * @throws IOException if the port is taken; the message names it
     */
    public void start() throws IOException {
        reference.start();
        deadLetters.start();
        try {
            server.start();
        } catch (RuntimeException taken) {
            throw new IOException(
                    String.valueOf(taken.getMessage()).lines().findFirst().orElse(""), taken);
        }
    }

    private SeriesAnswers answers(InstantSource clock) {
        List<Tier> tiers = new ArrayList<>(List.of(state));
        stored.forEach(store -> tiers.add(new StoredTier(store)));
        SeriesAnswers.KnownThen knownThen = config.storedBars()
                .<SeriesAnswers.KnownThen>map(
                        address -> new RevisionTier(new ClickHouseRevisions(address), reference, config.indicators()))
                .orElse((wish, asOfUs) -> {
                    throw new ProblemException(Problem.unavailable("What was known of "
                            + wish.range().symbol() + " then is kept by ClickHouse: set " + ClickHouseAddress.URL));
                });
        return new SeriesAnswers(new Tiers(tiers), knownThen, reference, fills, clock);
    }

    private void authorize(Context request) throws ProblemException {
        ApiToken token = config.apiToken().orElse(null);
        if (token == null) {
            return;
        }
        String header = request.header("Authorization");
        String offered = header != null && header.startsWith("Bearer ")
                ? header.substring("Bearer ".length())
                : request.queryParam(Parameters.ACCESS_TOKEN);
        if (offered == null || !token.matches(offered)) {
            request.header("WWW-Authenticate", "Bearer");
            throw new ProblemException(Problem.unauthorized());
        }
    }

    private void probe(Context request, boolean well) {
        request.status(well ? OK : UNAVAILABLE)
                .contentType("text/plain; charset=utf-8")
                .result(health.states() + (draining ? " draining\n" : "\n"));
    }

    private static void problems(JavalinConfig http) {
        http.routes.exception(ProblemException.class, (refused, request) -> answer(request, refused.problem()));
        http.routes.exception(
                HttpResponseException.class,
                (refused, request) -> answer(
                        request,
                        new Problem(
                                refused.getStatus(),
                                refused.getStatus() == 404 ? "Not found" : "Refused",
                                request.method().name() + " " + request.path()
                                        + " is not served here; see /openapi.json",
                                List.of())));
        http.routes.exception(Exception.class, (failed, request) -> {
            LOG.error("{} {} failed", request.method(), request.path(), failed);
            answer(request, Problem.failed());
        });
    }

    static void answer(Context request, Problem problem) {
        try {
            request.status(problem.status()).result(JSON.writeValueAsBytes(document(problem)));
            request.contentType(Problem.MEDIA_TYPE);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> document(Problem problem) {
        return Map.of(
                "type", "about:blank",
                "status", problem.status(),
                "title", problem.title(),
                "detail", problem.detail(),
                "errors", problem.errors());
    }

    /**
     * Says that callers should go elsewhere: not ready from now on, callers that follow bars are let go, and state is no longer read, so that the
     * lanes can close. Whoever asks all the same is answered from the databases.
     */
    public void drain() {
        draining = true;
        state.leave();
        events.close();
    }

    /** Ends the streams and the reading of topics. */
    @Override
    public void close() {
        events.close();
        server.stop();
        reference.close();
        deadLetters.close();
        lag.close();
        fills.close();
        stored.forEach(StoredSeries::close);
    }
}
