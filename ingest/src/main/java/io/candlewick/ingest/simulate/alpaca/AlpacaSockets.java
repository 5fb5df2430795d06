package io.candlewick.ingest.simulate.alpaca;

import io.candlewick.ingest.simulate.Fault;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketEvent;
import io.candlewick.ingest.simulate.RunningMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.VendorRoutes;
import io.candlewick.market.Symbol;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Alpaca's WebSockets {@code /v2/{feed}} and {@code /v1beta3/crypto/us}, JSON: trades and quotes. One connection an endpoint, of which the newer is refused.
 * <b>Thread</b>: the market runs on one of its own.
 */
public final class AlpacaSockets implements VendorRoutes {

    /** The vendor's sockets are away while the market goes on. */
    public static final String STREAM_OUTAGE = "stream-outage";
    /** The vendor closes every socket. */
    public static final String DISCONNECT = "disconnect";
    /** Refuses keys. */
    public static final String AUTH_FAILED = "auth-failed";
    /** Refuses subscriptions beyond a number. */
    public static final String SYMBOL_LIMIT = "symbol-limit";
    /** Broken elements stand between the good ones. */
    public static final String MALFORMED = "malformed";

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private final SimulatedWorld world;
    private final Map<String, AlpacaConnection> connections = new ConcurrentHashMap<>();
    private final RunningMarket market;

    /**
     * The sockets of a world.
     *
     * @param world market, clock and faults
     */
    public AlpacaSockets(SimulatedWorld world) {
        this.world = world;
        this.market = new RunningMarket(world, this::wanted, this::send);
    }

    @Override
    public void declare(Faults faults) {
        faults.declare(STREAM_OUTAGE, "sockets are closed and refused while the market goes on");
        faults.declare(DISCONNECT, "every socket is closed");
        faults.declare(AUTH_FAILED, "keys are refused");
        faults.declare(SYMBOL_LIMIT, "no more than value (30) symbols can be subscribed");
        faults.declare(MALFORMED, "a broken element after each good one");
        faults.onScripted(this::happen);
    }

    private void happen(Fault fault) {
        if (fault.name().equals(DISCONNECT) || fault.name().equals(STREAM_OUTAGE)) {
            connections.values().forEach(connection -> connection.close(""));
        }
        if (fault.name().equals(DISCONNECT)) {
            world.faults().clear(DISCONNECT);
        }
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.jetty.modifyWebSocketServletFactory(factory -> factory.setIdleTimeout(IDLE_TIMEOUT));
        config.routes.ws("/v2/{feed}", socket -> serve(socket, false));
        config.routes.ws("/v1beta3/crypto/us", socket -> serve(socket, true));
        market.start();
    }

    private void serve(WsConfig socket, boolean isCrypto) {
        socket.onConnect(context -> {
            if (world.faults().peek(STREAM_OUTAGE).isPresent()) {
                context.session.close();
                return;
            }
            connections.put(
                    context.sessionId(),
                    new AlpacaConnection(isCrypto, context.session, world.faults(), () -> hasRoom(isCrypto)));
        });
        socket.onMessage(context -> {
            AlpacaConnection connection = connections.get(context.sessionId());
            if (connection != null) {
                connection.on(context.message());
            }
        });
        socket.onClose(context -> connections.remove(context.sessionId()));
        socket.onError(context -> connections.remove(context.sessionId()));
    }

    private boolean hasRoom(boolean isCrypto) {
        return connections.values().stream()
                .noneMatch(connection -> connection.isCrypto == isCrypto && connection.isAuthenticated());
    }

    private Set<Symbol> wanted() {
        Set<Symbol> wanted = new TreeSet<>();
        connections.values().forEach(connection -> wanted.addAll(connection.symbols()));
        return wanted;
    }

    private void send(List<MarketEvent> events) {
        connections.values().forEach(connection -> connection.send(events));
    }

    @Override
    public void close() {
        market.close();
        connections.values().forEach(connection -> connection.close(""));
    }
}
