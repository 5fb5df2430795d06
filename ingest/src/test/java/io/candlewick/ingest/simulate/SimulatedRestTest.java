package io.candlewick.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.alpaca.AlpacaRest;
import io.candlewick.ingest.simulate.polygon.PolygonRest;
import io.candlewick.ingest.simulate.yahoo.YahooRest;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.TokenBucket;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.ingest.venue.VendorHttp;
import io.candlewick.ingest.venue.alpaca.AlpacaDownloader;
import io.candlewick.ingest.venue.polygon.PolygonDownloader;
import io.candlewick.ingest.venue.yahoo.YahooDownloader;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The downloaders read from the simulated vendors, over real sockets, exactly the bars of the simulated market. */
class SimulatedRestTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:30Z");

    private final SimulatedMarket market = new SimulatedMarket(7, MarketShape.SPARSE, Instruments.bundled("system"));
    private final SimulatedWorld world = SimulatedWorld.of(market, ScaledClock.real(() -> NOW));
    private final Simulator simulator;

    SimulatedRestTest() throws IOException {
        simulator =
                Simulator.start(world, 0, List.of(new PolygonRest(world), new AlpacaRest(world), new YahooRest(world)));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "EUR/USD, 1m, 2026-08-01, 2026-11-01",
        "EUR/USD, 1h, 2025-11-01, 2026-11-01",
        "EUR/USD, 1d, 2024-11-01, 2026-11-01",
        "BTC/USD, 5m, 2026-08-01, 2026-11-01"
    })
    void shouldReadPolygonsBarsOverAllPages(String symbol, String timeframe, String from, String to) throws Exception {
        SeriesRange range = range(symbol, timeframe, from, to);

        assertSame(download(polygon(), range), range);
    }

    @Test
    void shouldReadAlpacasBarsOverAllPages() throws Exception {
        SeriesRange range = range("BTC/USD", "1m", "2026-10-01", "2026-11-01");

        assertSame(download(alpaca(), range), range);
    }

    @Test
    void shouldReadYahoosBarsToTheirRoundedPrices() throws Exception {
        SeriesRange range = range("EUR/USD", "1m", "2026-11-02", "2026-11-14");

        List<Bar> bars = download(yahoo(), range);

        List<Bar> truth = truth(range);
        assertThat(bars).hasSameSizeAs(truth);
        for (int at = 0; at < truth.size(); at++) {
            assertThat(bars.get(at).key()).isEqualTo(truth.get(at).key());
            assertThat(bars.get(at).price().close())
                    .isCloseTo(truth.get(at).price().close(), within(6e-6));
        }
    }

    @Test
    void shouldLeaveOutTheBarThatIsStillOpen() throws Exception {
        SeriesRange range = new SeriesRange(
                market.instrument(Symbol.of("EUR/USD")),
                Timeframe.M1,
                Times.us(Instant.parse("2026-11-20T11:50:00Z")),
                Times.us(Instant.parse("2026-11-20T12:10:00Z")));

        for (BarVendor vendor : List.of(polygon(), yahoo())) {
            assertThat(download(vendor, range))
                    .as(vendor.name())
                    .last()
                    .extracting(bar -> Times.text(bar.key().startTimeUs()))
                    .isEqualTo("2026-11-20T11:59:00Z");
        }
    }

    @ParameterizedTest
    @CsvSource({"rest-429,empty", "rest-429,1", "rest-500,", "rest-slow,10"})
    void shouldGetOverFaultsThatPass(String fault, String value) throws Exception {
        world.faults().script(new Fault(fault, value == null ? "" : value, Optional.of(2), Optional.empty()));
        SeriesRange range = range("EUR/USD", "1m", "2026-11-02", "2026-11-03");

        assertSame(download(polygon(), range), range);
    }

    @ParameterizedTest
    @CsvSource({"absent", "null", "list"})
    void shouldTakeEveryShapeOfAnEmptyAnswerForNoBars(String shape) throws Exception {
        world.faults().script(new Fault("rest-empty", shape, Optional.of(1), Optional.empty()));

        assertThat(download(polygon(), range("EUR/USD", "1m", "2026-11-02", "2026-11-03")))
                .isEmpty();
    }

    @Test
    void shouldRejectBadRowsAndKeepTheOthers() throws Exception {
        world.faults().script(new Fault("rest-bad-rows", "3", Optional.of(1), Optional.empty()));
        SeriesRange range = range("EUR/USD", "1m", "2026-11-02", "2026-11-03");
        CollectedBars collected = new CollectedBars();

        polygon().download(range, collected);

        assertThat(collected.bars()).hasSameSizeAs(truth(range));
        assertThat(collected.rejects()).hasSize(3).allMatch(row -> row.startsWith("INCOMPLETE {\"v\":-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "rest-403, REFUSED",
        "rest-truncated, BROKEN",
        "rest-elsewhere, BROKEN",
        "rest-cycle, BROKEN",
        "rest-delayed, TOO_EARLY"
    })
    void shouldTellFaultsThatStayApart(String fault, VendorException.Kind kind) {
        world.faults().script(new Fault(fault, "", Optional.of(5), Optional.empty()));
        SeriesRange range = range("BTC/USD", "1m", "2026-10-01", "2026-11-20T12:00:00Z");

        assertThatThrownBy(() -> download(polygon(), range))
                .isInstanceOfSatisfying(
                        VendorException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private void assertSame(List<Bar> bars, SeriesRange range) {
        List<Bar> truth = truth(range);
        assertThat(bars).hasSameSizeAs(truth).isNotEmpty();
        for (int at = 0; at < truth.size(); at++) {
            Bar bar = bars.get(at);
            assertThat(bar.key()).isEqualTo(truth.get(at).key());
            assertThat(bar.price()).isEqualTo(truth.get(at).price());
            assertThat(bar.volume()).isEqualTo(truth.get(at).volume());
            assertThat(bar.tickCount()).isEqualTo(truth.get(at).tickCount());
        }
    }

    private List<Bar> truth(SeriesRange range) {
        return market.bars(range.instrument().symbol(), range.timeframe(), range.fromUs(), range.toUs());
    }

    private static List<Bar> download(BarVendor vendor, SeriesRange range) throws Exception {
        CollectedBars collected = new CollectedBars();
        vendor.download(range, collected);
        assertThat(collected.rejects()).isEmpty();
        return collected.bars();
    }

    private SeriesRange range(String symbol, String timeframe, String from, String to) {
        return new SeriesRange(market.instrument(Symbol.of(symbol)), Timeframe.parse(timeframe), time(from), time(to));
    }

    private static long time(String text) {
        return Times.us(Instant.parse(text.endsWith("Z") ? text : text + "T00:00:00Z"));
    }

    private BarVendor polygon() {
        return new PolygonDownloader(
                base(), http(Map.of("Authorization", "Bearer key")), Duration.ofDays(3650), () -> NOW);
    }

    private BarVendor alpaca() {
        return new AlpacaDownloader(
                base(),
                http(Map.of("APCA-API-KEY-ID", "key", "APCA-API-SECRET-KEY", "secret")),
                "iex",
                Duration.ofDays(3650));
    }

    private BarVendor yahoo() {
        return new YahooDownloader(base(), http(Map.of()));
    }

    private static VendorHttp http(Map<String, String> headers) {
        return new VendorHttp(
                "simulated",
                headers,
                new TokenBucket(1_000_000, Duration.ofMinutes(1), 1_000, System::nanoTime),
                wait -> {});
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + simulator.port());
    }
}
