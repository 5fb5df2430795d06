package io.candlewick.ingest.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedStatus;
import io.candlewick.ingest.feed.FeedConfig;
import io.candlewick.ingest.feed.FeedRunner;
import io.candlewick.ingest.feed.JdkTransport;
import io.candlewick.ingest.feed.RecordedOutput;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedTrade;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.alpaca.AlpacaSockets;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.TradingCalendar;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlpacaFeedTest {

    private static final Symbol BITCOIN = Symbol.of("BTC/USD");
    private static final Symbol ETHER = Symbol.of("ETH/USD");

    @TempDir
    private Path directory;

    private final RecordedOutput output = new RecordedOutput();

    @Test
    void shouldReadTradesAndQuotesOfStocksAndCoins() {
        List<Tick> ticks = new ArrayList<>();
        List<String> others = new ArrayList<>();
        AlpacaMapper mapper = new AlpacaMapper(
                "system", "alpaca.stocks", symbol -> !symbol.text().equals("MSFT"));

        mapper.map(
                "[{\"T\":\"t\",\"i\":96921,\"S\":\"AAPL\",\"x\":\"D\",\"p\":126.55,\"s\":1,\"t\":\"2021-02-22T15:51:44.208123456Z\",\"c\":[\"@\",\"I\"],"
                        + "\"z\":\"C\"},{\"T\":\"t\",\"S\":\"BTC/USD\",\"p\":1.5,\"s\":0.25,\"t\":\"2021-02-22T15:51:44Z\",\"i\":7,\"tks\":\"S\"},"
                        + "{\"T\":\"q\",\"S\":\"BTC/USD\",\"bp\":1.25,\"bs\":2.5,\"ap\":1.75,\"as\":0.5,\"t\":\"2021-02-22T15:51:45Z\"},"
                        + "{\"T\":\"q\",\"S\":\"AAPL\",\"bx\":\"V\",\"bp\":126.5,\"bs\":3,\"ax\":\"D\",\"ap\":126.6,\"as\":2,\"c\":[\"R\"],"
                        + "\"z\":\"C\",\"t\":\"2021-02-22T15:51:45Z\"},{\"T\":\"q\",\"S\":\"AAPL\",\"bp\":126.5,\"t\":\"2021-02-22T15:51:45Z\"},"
                        + "{\"T\":\"t\",\"S\":\"AAPL\",\"p\":1,\"s\":1,\"t\":5},{\"T\":\"t\",\"S\":\"MSFT\"},{\"T\":\"n\"},"
                        + "{\"T\":\"error\",\"code\":406,\"msg\":\"connection limit exceeded\"}]",
                9,
                new AlpacaMapper.Listener() {
                    @Override
                    public void tick(Tick tick) {
                        ticks.add(tick);
                    }

                    @Override
                    public void success(String message) {
                        others.add(message);
                    }

                    @Override
                    public void error(int code, String message) {
                        others.add(code + " " + message);
                    }

                    @Override
                    public void subscription(Map<String, Set<String>> held) {
                        others.add(held.toString());
                    }

                    @Override
                    public void reject(RejectCause cause, String detail, String element) {
                        others.add(cause.code());
                    }
                });

        assertThat(ticks.get(0))
                .isEqualTo(Tick.trade(
                                new Tick.Origin("system", "alpaca.stocks", 9),
                                Symbol.of("AAPL"),
                                1_614_009_104_208_123L,
                                0,
                                126.55,
                                1,
                                AggressorSide.UNKNOWN,
                                "96921")
                        .at("D", "@,I"));
        assertThat(ticks.get(1).aggressorSide()).isEqualTo(AggressorSide.SELL);
        Tick.Origin origin = new Tick.Origin("system", "alpaca.stocks", 9);
        assertThat(ticks.subList(2, ticks.size()))
                .containsExactly(
                        Tick.quote(origin, BITCOIN, 1_614_009_105_000_000L, 0, 1.25, 1.75, 2.5, 0.5),
                        Tick.quote(origin, Symbol.of("AAPL"), 1_614_009_105_000_000L, 0, 126.5, 126.6)
                                .at("V", "R"));
        assertThat(others)
                .containsExactly(
                        "missing-field",
                        "bad-time",
                        "not-subscribed",
                        "unknown-event",
                        "406 connection limit exceeded");
    }

    @Test
    void shouldDeliverEveryTradeBetweenItsMarksAndReportWhatThePlanRefuses() throws Exception {
        ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@1x", InstantSource.system());
        SimulatedMarket market =
                new SimulatedMarket(7, new MarketShape(1_200, 0.2, 10, 0), Instruments.bundled("system"));
        SimulatedWorld world = SimulatedWorld.of(market, clock);
        try (Simulator simulator = Simulator.start(world, 0, List.of(new AlpacaSockets(world)))) {
            world.faults().script(world.faults().parse("{\"fault\":\"symbol-limit\",\"value\":\"1\"}"));
            AlpacaFeed vendor = new AlpacaFeed(
                    "alpaca.crypto",
                    URI.create("ws://127.0.0.1:" + simulator.port() + "/v1beta3/crypto/us"),
                    "key",
                    "secret",
                    List.of("trades"),
                    "system",
                    Duration.ofSeconds(1),
                    symbol -> true);
            FeedRunner runner = new FeedRunner(
                    vendor,
                    new FeedRunner.Surroundings(
                            FeedConfig.USUAL,
                            output,
                            new JdkTransport(),
                            clock,
                            new Random(1),
                            symbol -> TradingCalendar.ALWAYS_OPEN,
                            new ServiceIdentity("system", "test", "0", "hash", 0),
                            directory,
                            new SimpleMeterRegistry(),
                            List::of));
            runner.want(Set.of(BITCOIN, ETHER));
            Thread thread = new Thread(runner, "feed");
            thread.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> output.ticks.size() >= 60);
            world.faults().script(AlpacaSockets.DISCONNECT);
            int before = output.ticks.size();
            await().atMost(Duration.ofSeconds(20)).until(() -> output.ticks.size() >= before + 60);
            runner.close();
            thread.join();
        }

        assertThat(output.states)
                .anyMatch(state -> state.getStatus() == FeedHealth.REFUSED
                        && String.valueOf(state.getReason()).equals("ETH/USD: 405 symbol limit exceeded"));
        assertThat(output.requests).hasSize(1);
        long fromUs = 0;
        int spans = 0;
        for (Tick mark : output.marks) {
            if (mark.feedStatus() == FeedStatus.STARTED) {
                fromUs = mark.eventTimeUs();
            } else if (mark.feedStatus() == FeedStatus.DOWN) {
                spans++;
                long startUs = fromUs;
                assertThat(output.ticks.stream()
                                .filter(tick ->
                                        tick.eventTimeUs() >= startUs && tick.eventTimeUs() < mark.eventTimeUs())
                                .map(Tick::tradeId))
                        .containsExactlyElementsOf(market.trades(BITCOIN, startUs, mark.eventTimeUs()).stream()
                                .map(SimulatedTrade::id)
                                .toList());
            }
        }
        assertThat(spans).isEqualTo(2);
    }
}
