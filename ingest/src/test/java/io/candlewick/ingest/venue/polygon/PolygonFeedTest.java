package io.candlewick.ingest.venue.polygon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.feed.FeedConfig;
import io.candlewick.ingest.feed.FeedRunner;
import io.candlewick.ingest.feed.JdkTransport;
import io.candlewick.ingest.feed.RecordedOutput;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedQuote;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.polygon.PolygonSockets;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector against the simulated vendor over real sockets; every claim it makes in band is held against the market's truth. */
class PolygonFeedTest {

    private static final Symbol EURUSD = Symbol.of("EUR/USD");
    private static final Symbol USDJPY = Symbol.of("USD/JPY");
    private static final Set<Symbol> BOTH = Set.of(EURUSD, USDJPY);
    private static final FeedConfig QUICK = new FeedConfig(
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            10_000);

    @TempDir
    Path directory;

    private final ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@1x", InstantSource.system());
    private final SimulatedMarket market =
            new SimulatedMarket(7, new MarketShape(1_200, 0.2, 10, 0), Instruments.bundled("system"));
    private final SimulatedWorld world = SimulatedWorld.of(market, clock);
    private final Faults faults = world.faults();
    private final RecordedOutput output = new RecordedOutput();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<FeedRunner> runners = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Simulator simulator;

    @BeforeEach
    void startVendor() throws IOException {
        simulator = Simulator.start(world, 0, List.of(new PolygonSockets(world)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        runners.forEach(FeedRunner::close);
        for (Thread thread : threads) {
            thread.join();
        }
        simulator.close();
    }

    private FeedRunner startFeed(Set<Symbol> symbols) {
        PolygonFeed vendor = new PolygonFeed(
                PolygonMarket.FOREX,
                URI.create("ws://127.0.0.1:" + simulator.port()),
                "key",
                List.of("C"),
                "system",
                Duration.ofMillis(500),
                symbol -> true);
        FeedRunner runner = new FeedRunner(
                vendor,
                new FeedRunner.Surroundings(
                        QUICK,
                        output,
                        new JdkTransport(),
                        clock,
                        new Random(1),
                        symbol -> TradingCalendar.parse("fx-utc"),
                        new ServiceIdentity("system", "test", "0", "hash", 0),
                        directory,
                        meters,
                        List::of));
        runner.want(symbols);
        Thread thread = new Thread(runner, "feed");
        thread.start();
        runners.add(runner);
        threads.add(thread);
        return runner;
    }

    private void awaitTicks(int more) {
        int before = output.ticks.size();
        await().atMost(Duration.ofSeconds(15)).until(() -> output.ticks.size() >= before + more);
    }

    private void awaitState(FeedHealth health, String reason) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> output.states.stream()
                        .anyMatch(state -> state.getStatus() == health
                                && String.valueOf(state.getReason()).contains(reason)));
    }

    /** Whatever the marks claim to have been delivered was delivered, once, and equals the market. */
    private void assertClaimsHold(Set<Symbol> symbols, boolean expectLoss) {
        long claimed = 0;
        for (Symbol symbol : symbols) {
            List<Tick> received = output.ticks.stream()
                    .filter(tick -> tick.symbol().equals(symbol))
                    .toList();
            long fromUs = Long.MIN_VALUE;
            for (Tick mark : output.marks) {
                if (mark.symbol().equals(symbol) && mark.feedStatus() == FeedStatus.STARTED) {
                    fromUs = mark.eventTimeUs();
                } else if (mark.symbol().equals(symbol) && fromUs != Long.MIN_VALUE) {
                    long startUs = fromUs;
                    long endUs = mark.eventTimeUs();
                    List<SimulatedQuote> truth = market.quotes(symbol, startUs, endUs);
                    List<SimulatedQuote> seen = received.stream()
                            .filter(tick -> tick.eventTimeUs() >= startUs && tick.eventTimeUs() < endUs)
                            .sorted(Comparator.comparingLong(Tick::eventTimeUs).thenComparing(Tick::sequence))
                            .map(tick -> new SimulatedQuote(symbol, tick.eventTimeUs(), tick.bid(), tick.ask()))
                            .toList();
                    assertThat(seen).isEqualTo(truth);
                    claimed += truth.size();
                    fromUs = Long.MIN_VALUE;
                }
            }
        }
        assertThat(claimed).isPositive();
        if (expectLoss) {
            assertThat(output.requests).isNotEmpty();
        }
        assertThat(counted("candlewick.feed.received"))
                .isEqualTo(counted("candlewick.feed.accepted") + counted("candlewick.feed.rejected"));
        assertThat(counted("candlewick.feed.accepted")).isEqualTo(output.ticks.size());
    }

    private double counted(String name) {
        return meters.find(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void stopFeeds() {
        runners.forEach(FeedRunner::close);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldDeliverEveryQuoteBetweenItsMarks() {
        startFeed(BOTH);
        awaitTicks(100);

        stopFeeds();

        assertClaimsHold(BOTH, false);
        assertThat(output.marks)
                .filteredOn(mark -> mark.symbol().equals(Symbol.EVERY))
                .hasSizeGreaterThan(2)
                .extracting(Tick::feedStatus)
                .containsOnly(FeedStatus.ALIVE);
        assertThat(output.states)
                .extracting(state -> state.getStatus())
                .contains(FeedHealth.STARTED, FeedHealth.CONNECTED, FeedHealth.SUBSCRIBED, FeedHealth.ENDED);
    }

    @Test
    void shouldComeBackFromACutConnectionAndAskForTheHole() {
        startFeed(BOTH);
        awaitTicks(50);

        faults.script("reset");
        awaitState(FeedHealth.DISCONNECTED, "");
        awaitTicks(50);
        stopFeeds();

        assertClaimsHold(BOTH, true);
        assertThat(output.requests).allSatisfy(request -> {
            assertThat(request.getLane()).isEqualTo(Lane.LIVE);
            assertThat(Times.us(request.getFromTime()) % 60_000_000L).isZero();
            assertThat(Times.us(request.getToTime()) % 60_000_000L).isZero();
        });
    }

    @Test
    void shouldNoticeAHalfOpenSocketByItsUnansweredPing() {
        startFeed(BOTH);
        awaitTicks(50);

        faults.script("half-open");
        awaitState(FeedHealth.DISCONNECTED, "half open");
        awaitTicks(50);
        stopFeeds();

        assertClaimsHold(BOTH, true);
    }

    @Test
    void shouldStayAwayForAWhileWhenAnotherProcessUsesTheKey() {
        startFeed(BOTH);
        awaitTicks(50);

        faults.script(PolygonSockets.EVICT);
        awaitState(FeedHealth.DISCONNECTED, "another process uses this key");
        long evictedAt = output.states.stream()
                .filter(state -> state.getStatus() == FeedHealth.DISCONNECTED)
                .mapToLong(state -> Times.us(state.getEventTime()))
                .findFirst()
                .orElseThrow();
        awaitTicks(50);
        stopFeeds();

        long backAt = output.states.stream()
                .filter(state -> state.getStatus() == FeedHealth.CONNECTING)
                .mapToLong(state -> Times.us(state.getEventTime()))
                .max()
                .orElseThrow();
        assertThat(backAt - evictedAt).isGreaterThanOrEqualTo(1_000_000L);
        assertClaimsHold(BOTH, true);
    }

    @Test
    void shouldDropBrokenElementsAndKeepTheirNeighbours() {
        faults.script(faults.parse("{\"fault\":\"malformed\",\"value\":\"20\"}"));
        startFeed(BOTH);
        awaitTicks(200);
        stopFeeds();

        assertThat(output.letters).hasSizeGreaterThan(10);
        assertThat(output.letters).extracting(letter -> letter.cause().code()).contains("bad-number", "malformed");
        assertClaimsHold(BOTH, false);
    }

    @Test
    void shouldReportARefusedSubscriptionAndDeliverTheOthers() {
        faults.script(faults.parse("{\"fault\":\"not-authorized\",\"value\":\"C.USD/JPY\"}"));
        startFeed(BOTH);
        awaitTicks(20);
        awaitState(FeedHealth.REFUSED, "C.USD/JPY: not authorized");
        stopFeeds();

        assertClaimsHold(Set.of(EURUSD), false);
        assertThat(output.marks).noneMatch(mark -> mark.symbol().equals(USDJPY));
    }

    @Test
    void shouldGiveUpASubscriptionThatIsNotAnswered() {
        faults.script(faults.parse("{\"fault\":\"unconfirmed\",\"times\":1}"));
        startFeed(BOTH);

        awaitState(FeedHealth.REFUSED, "not answered within");
        awaitTicks(20);
    }

    @Test
    void shouldReconnectWhenAnOpenMarketIsSilent() {
        startFeed(BOTH);
        awaitTicks(20);
        faults.script(faults.parse("{\"fault\":\"stream-silent\",\"for\":\"3s\"}"));

        awaitState(FeedHealth.DISCONNECTED, "no data for");
        awaitTicks(20);
        stopFeeds();

        assertThat(output.requests).isNotEmpty();
    }

    @Test
    void shouldFollowWhatIsWantedWhileItRuns() {
        FeedRunner runner = startFeed(Set.of(EURUSD));
        awaitTicks(20);
        runner.want(Set.of(USDJPY));
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        output.ticks.stream().anyMatch(tick -> tick.symbol().equals(USDJPY)));
        stopFeeds();

        assertThat(output.marks)
                .anyMatch(mark -> mark.symbol().equals(EURUSD) && mark.feedStatus() == FeedStatus.ENDED);
        assertClaimsHold(BOTH, false);
    }

    @Test
    void shouldSayInBandThatTicksWereLostWhenTheyCannotBeKept() {
        startFeed(BOTH);
        awaitTicks(50);
        output.isFull = true;
        await().atMost(Duration.ofSeconds(5))
                .until(() -> output.marks.stream().anyMatch(mark -> mark.feedStatus() == FeedStatus.DOWN));
        output.isFull = false;
        awaitTicks(50);
        stopFeeds();

        assertClaimsHold(BOTH, true);
        assertThat(Objects.requireNonNull(meters.find("candlewick.feed.rejected")
                                .tag("reason", "spool-full")
                                .counter())
                        .count())
                .isPositive();
    }

    @Test
    void shouldAskForWhatWasMissedWhileTheProcessWasDead() throws InterruptedException {
        startFeed(BOTH);
        awaitTicks(50);
        await().until(() -> output.marks.stream().anyMatch(mark -> mark.feedStatus() == FeedStatus.ALIVE));
        // A killed process says nothing: the next one finds its note.
        stopFeeds();
        output.marks.clear();

        startFeed(BOTH);
        await().atMost(Duration.ofSeconds(5)).until(() -> output.requests.size() >= 2);
        stopFeeds();

        assertThat(new TreeSet<>(output.requests.stream()
                        .map(request -> request.getSymbol())
                        .toList()))
                .containsExactly("EUR/USD", "USD/JPY");
        Tick first = output.marks.stream()
                .filter(mark -> mark.symbol().equals(EURUSD))
                .findFirst()
                .orElseThrow();
        assertThat(first.feedStatus()).isEqualTo(FeedStatus.DOWN);
    }
}
