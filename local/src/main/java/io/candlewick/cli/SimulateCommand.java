package io.candlewick.cli;

import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.VendorRoutes;
import io.candlewick.ingest.simulate.alpaca.AlpacaRest;
import io.candlewick.ingest.simulate.alpaca.AlpacaSockets;
import io.candlewick.ingest.simulate.polygon.PolygonRest;
import io.candlewick.ingest.simulate.polygon.PolygonSockets;
import io.candlewick.ingest.simulate.yahoo.YahooRest;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stands in for a vendor until stopped. */
@Command(
        name = "simulate",
        description =
                "Stand in for a vendor on this machine: its sockets and REST calls over a market that is arithmetic.",
        footer = {
            "",
            "The same seed and instruments give the same quotes at the same times in every run, live and as history.",
            "Things go wrong on demand: GET the address of faults for the list, POST one to it."
        })
final class SimulateCommand implements Callable<Integer> {

    /** The vendors; each is one entry here. */
    enum Vendor {
        POLYGON(
                "CANDLEWICK_POLYGON_SOCKET_URL=ws://%1$s CANDLEWICK_POLYGON_REST_URL=http://%1$s CANDLEWICK_POLYGON_KEY=any"
                        + " CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE=100000") {
            @Override
            List<VendorRoutes> routes(SimulatedWorld world) {
                return List.of(new PolygonRest(world), new PolygonSockets(world));
            }
        },
        ALPACA(
                "CANDLEWICK_ALPACA_SOCKET_URL=ws://%1$s CANDLEWICK_ALPACA_REST_URL=http://%1$s CANDLEWICK_ALPACA_KEY=any CANDLEWICK_ALPACA_SECRET=any"
                        + " CANDLEWICK_ALPACA_REQUESTS_PER_MINUTE=100000") {
            @Override
            List<VendorRoutes> routes(SimulatedWorld world) {
                return List.of(new AlpacaRest(world), new AlpacaSockets(world));
            }
        },
        YAHOO(
                "CANDLEWICK_YAHOO_URL=http://%1$s CANDLEWICK_DOWNLOAD_SOURCES=yahoo CANDLEWICK_YAHOO_REQUESTS_PER_MINUTE=100000") {
            @Override
            List<VendorRoutes> routes(SimulatedWorld world) {
                return List.of(new YahooRest(world));
            }
        };

        private final String settings;

        Vendor(String settings) {
            this.settings = settings;
        }

        abstract List<VendorRoutes> routes(SimulatedWorld world);
    }

    @Parameters(index = "0", paramLabel = "VENDOR", description = "${COMPLETION-CANDIDATES}, in any case.")
    private Vendor vendor = Vendor.POLYGON;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where it listens (default: a free port).")
    private int port;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "7",
            description = "Which market (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--events-per-minute",
            paramLabel = "COUNT",
            defaultValue = "171",
            description = "Quotes or trades of a symbol in a minute (default: 171; 14 symbols make 40 a second).")
    private double eventsPerMinute;

    @Option(
            names = "--burst-factor",
            paramLabel = "FACTOR",
            defaultValue = "12.5",
            description =
                    "How many times busier than usual the bursts of two seconds are (default: 12.5; 1: there are none).")
    private double burstFactor;

    @Option(
            names = "--clock",
            paramLabel = "START@SPEEDx",
            description = "What time it is there, e.g. 2026-11-17T08:00:00Z@60x (default: now).")
    private @Nullable String clock;

    @Option(
            names = "--instruments",
            paramLabel = "FILE",
            description = "What is traded, CSV (default: the bundled list).")
    private @Nullable Path instruments;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        SimulatedWorld world = world();
        Simulator simulator;
        try {
            simulator = Simulator.start(world, port, vendor.routes(world));
        } catch (IOException taken) {
            throw new StackException("the simulator cannot listen: " + taken.getMessage(), taken);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop-simulator"));
        PrintWriter out = spec.commandLine().getOut();
        String address = "127.0.0.1:" + simulator.port();
        out.printf(
                Locale.ROOT,
                "%s simulated on %s: seed %d, clock %s%n",
                vendor.name().toLowerCase(Locale.ROOT),
                address,
                seed,
                world.clock());
        out.println("  a collector or downloader finds it by: " + String.format(Locale.ROOT, vendor.settings, address)
                + (clock == null ? "" : " CANDLEWICK_INGEST_CLOCK=" + world.clock()));
        out.println("  faults: curl -X POST http://" + address
                + "/_faults -d '{\"fault\":\"half-open\"}'; the list: curl http://" + address + "/_faults");
        out.flush();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private SimulatedWorld world() throws StackException {
        try {
            List<Instrument> traded = instruments == null
                    ? Instruments.bundled(BarKey.SYSTEM_TENANT)
                    : Instruments.read(instruments, BarKey.SYSTEM_TENANT);
            ScaledClock time = clock == null
                    ? ScaledClock.real(InstantSource.system())
                    : ScaledClock.parse(clock, InstantSource.system());
            MarketShape shape =
                    MarketShape.USUAL.withEventsPerMinute(eventsPerMinute).withBurstFactor(burstFactor);
            return SimulatedWorld.of(new SimulatedMarket(seed, shape, traded), time);
        } catch (InstrumentException unreadable) {
            throw new StackException(String.valueOf(unreadable.getMessage()), unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
