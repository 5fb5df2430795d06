package io.candlewick.ingest.simulate.polygon;

import io.candlewick.ingest.simulate.Fault;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.RunningMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.VendorRoutes;
import io.candlewick.market.Symbol;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Polygon's WebSocket clusters {@code /forex}, {@code /crypto} and {@code /stocks}: authentication, one subscription status a parameter, quotes and
 * trades in batches, one connection a cluster of which the older is dropped.
 *
 * <p>{@code GET /_sockets} counts what each connection was sent, {@code GET /_sent} what all that ever were. Any key is accepted.
 * <b>Thread</b>: the market runs on one of its own.
 */
public final class PolygonSockets implements VendorRoutes {

    /** The vendor's sockets are away while the market goes on. */
    public static final String STREAM_OUTAGE = "stream-outage";
    /** Sockets stay up and nothing comes. */
    public static final String STREAM_SILENT = "stream-silent";
    /** Broken elements stand between the good ones. */
    public static final String MALFORMED = "malformed";
    /** The vendor closes every socket. */
    public static final String DISCONNECT = "disconnect";
    /** The vendor drops every socket as if another had come. */
    public static final String EVICT = "evict";
    /** Refuses keys. */
    public static final String AUTH_FAILED = "auth-failed";
    /** Gives up waiting for a key. */
    public static final String AUTH_TIMEOUT = "auth-timeout";
    /** Refuses subscriptions without naming them. */
    public static final String NOT_AUTHORIZED = "not-authorized";
    /** Does not answer a subscription. */
    public static final String UNCONFIRMED = "unconfirmed";
    /** Puts all that waits into one frame. */
    public static final String BIG_FRAME = "big-frame";

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private final SimulatedWorld world;
    private final Map<String, PolygonConnection> connections = new ConcurrentHashMap<>();
    private final RunningMarket market;
    private long goneConnections;
    private long goneElements;
    private long goneDamaged;

    /**
     * The sockets of a world.
     *
     * @param world market, clock and faults
     */
    public PolygonSockets(SimulatedWorld world) {
        this.world = world;
        this.market = new RunningMarket(world, this::wanted, this::send);
    }

    @Override
    public void declare(Faults faults) {
        faults.declare(STREAM_OUTAGE, "sockets are closed and refused while the market goes on");
        faults.declare(STREAM_SILENT, "sockets stay up and no data comes");
        faults.declare(MALFORMED, "broken elements between good ones, value (5) in a hundred");
        faults.declare(DISCONNECT, "every socket is closed");
        faults.declare(EVICT, "every socket is dropped with max_connections");
        faults.declare(AUTH_FAILED, "keys are refused");
        faults.declare(AUTH_TIMEOUT, "authentication times out and the socket is closed");
        faults.declare(NOT_AUTHORIZED, "subscriptions, or that of value, are refused without being named");
        faults.declare(UNCONFIRMED, "subscriptions are not answered");
        faults.declare(BIG_FRAME, "all that waits comes in one frame");
        faults.onScripted(this::happen);
    }

    private void happen(Fault fault) {
        switch (fault.name()) {
            case DISCONNECT, STREAM_OUTAGE -> connections.values().forEach(connection -> connection.close(""));
            case EVICT -> connections.values().forEach(PolygonConnection::evict);
            default -> {
                // The others happen when they are met.
            }
        }
        if (fault.name().equals(DISCONNECT) || fault.name().equals(EVICT)) {
            world.faults().clear(fault.name());
        }
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.jetty.modifyWebSocketServletFactory(factory -> factory.setIdleTimeout(IDLE_TIMEOUT));
        config.routes.ws("/{cluster}", this::serve);
        config.routes.get(
                "/_sockets",
                context -> context.json(connections.values().stream()
                        .map(PolygonConnection::describe)
                        .toList()));
        config.routes.get("/_sent", context -> context.json(sent()));
        market.start();
    }

    /* What was written to any connection there ever was: elements of the market, and broken ones between them. */
    private synchronized Map<String, Long> sent() {
        return Map.of(
                "connections",
                goneConnections + connections.size(),
                "elements",
                goneElements
                        + connections.values().stream()
                                .mapToLong(PolygonConnection::sent)
                                .sum(),
                "damaged",
                goneDamaged
                        + connections.values().stream()
                                .mapToLong(PolygonConnection::damaged)
                                .sum());
    }

    private void serve(WsConfig socket) {
        socket.onConnect(this::connect);
        socket.onMessage(context -> {
            PolygonConnection connection = connections.get(context.sessionId());
            if (connection != null && connection.on(context.message())) {
                evictOthers(connection);
            }
        });
        socket.onClose(context -> forget(context.sessionId()));
        socket.onError(context -> forget(context.sessionId()));
    }

    private synchronized void forget(String sessionId) {
        PolygonConnection gone = connections.remove(sessionId);
        if (gone != null) {
            gone.closedByClient();
            goneConnections++;
            goneElements += gone.sent();
            goneDamaged += gone.damaged();
        }
    }

    private void connect(WsConnectContext context) {
        Optional<PolygonCluster> cluster = PolygonCluster.of(context.pathParam("cluster"));
        if (cluster.isEmpty() || world.faults().peek(STREAM_OUTAGE).isPresent()) {
            context.session.close();
            return;
        }
        connections.put(context.sessionId(), new PolygonConnection(cluster.get(), context.session, world.faults()));
    }

    /* The new one is let in and the older one goes. */
    private void evictOthers(PolygonConnection arrived) {
        connections.values().stream()
                .filter(other -> other != arrived && other.isAuthenticated() && other.cluster == arrived.cluster)
                .forEach(PolygonConnection::evict);
    }

    private Set<Symbol> wanted() {
        Set<Symbol> wanted = new TreeSet<>();
        connections.values().forEach(connection -> wanted.addAll(connection.symbols()));
        return wanted;
    }

    private void send(List<MarketEvent> events) {
        if (world.faults().peek(STREAM_SILENT).isEmpty()) {
            connections.values().stream()
                    .filter(connection -> !connection.isClosed())
                    .forEach(connection -> connection.send(events));
        }
    }

    @Override
    public void close() {
        market.close();
        connections.values().forEach(connection -> connection.close(""));
    }
}
