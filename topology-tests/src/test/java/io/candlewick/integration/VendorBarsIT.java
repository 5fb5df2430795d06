package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.replay.ReplayResult;
import io.candlewick.local.StackAddresses;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TopicBars;
import io.candlewick.places.Verification;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real ticks through the whole product: the bars in every place equal those the vendor published beside its ticks, all of them and no
 * others, in every price. Each file is a tenant of its own, so that two vendors' EUR/USD do not meet.
 */
@ExtendWith(WholeStack.class)
class VendorBarsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private final RunningStack running;

    VendorBarsIT(RunningStack running) {
        this.running = running;
    }

    @ParameterizedTest
    @CsvSource({
        "fxcm, EUR/USD, QUOTES_CSV, fx_ticks/fxcm_EURUSD_ticks_20140501_20140515.csv.gz, 1144807, "
                + "1m:fx_ticks/fxcm_EURUSD_1m_reference_20140501_20140515.csv.gz "
                + "1h:fx_ticks/fxcm_EURUSD_1h_reference_20140501_20140515.csv.gz",
        "oanda, EUR/USD, QUOTES_CSV, fx_ticks/oanda_EURUSD_ticks_20140501_20140515.csv.gz, 532903, "
                + "1m:fx_ticks/oanda_EURUSD_1m_reference_20140501_20140515.csv.gz",
        "oanda, XAU/USD, QUOTES_CSV, fx_ticks/oanda_XAUUSD_ticks_20140504_20140506.csv.gz, 357645, "
                + "1m:fx_ticks/oanda_XAUUSD_1m_reference_20140504_20140506.csv.gz",
        "binance, XRP/ETH, TRADES_CSV, crypto/binance_XRPETH_aggTrades_20191011_20191013.csv.gz, 12477, "
                + "1m:crypto/binance_XRPETH_klines_1m_20191011_20191013.csv.gz "
                + "5m:crypto/binance_XRPETH_klines_5m_20191011_20191013.csv.gz"
    })
    void shouldMakeTheVendorsOwnBars(
            String tenant, String symbol, FileFormat format, String ticks, long count, String references)
            throws Exception {
        Path file = SharedData.file(ticks);
        Instrument instrument = MarketReplay.instrument(tenant, Symbol.of(symbol));

        ReplayResult result = new MarketReplay(running, "ticks.history", tenant, directory)
                .play(TickFile.of(file, format, instrument));

        assertThat(result.ticks()).isEqualTo(count);
        for (String reference : references.split(" ", -1)) {
            Timeframe timeframe = Timeframe.parse(reference.substring(0, reference.indexOf(':')));
            NavigableMap<Long, Map<String, Double>> wanted =
                    SharedData.bars(SharedData.file(reference.substring(reference.indexOf(':') + 1)));
            // An exchange fills minutes without trades with flat bars; there is no tick to make one of.
            wanted.values().removeIf(bar -> bar.getOrDefault("volume", 1.0) == 0);
            BarRange range = new BarRange(tenant, instrument.symbol(), timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
            for (BarPlace place : places()) {
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> place.read(range).size() >= wanted.size());
                assertThat(prices(place.read(range), wanted))
                        .as(tenant + " " + symbol + " " + timeframe + " in " + place.name())
                        .isEqualTo(wanted);
            }
        }
        assertThat(verify(instrument).differences()).isEmpty();
    }

    private static NavigableMap<Long, Map<String, Double>> prices(
            List<BarRow> bars, NavigableMap<Long, Map<String, Double>> wanted) {
        List<String> columns = SharedData.columns(wanted.firstEntry().getValue());
        NavigableMap<Long, Map<String, Double>> prices = new TreeMap<>();
        for (BarRow bar : bars) {
            Map<String, Double> values = new TreeMap<>();
            columns.forEach(column -> values.put(column, (Double) bar.value(column)));
            prices.put(bar.startTimeUs() / 1_000, values);
        }
        return prices;
    }

    private Verification.Report verify(Instrument instrument) throws Exception {
        StackAddresses addresses = running.stack().addresses();
        Verification verification = new Verification(
                addresses.bootstrapServers().orElseThrow(),
                new CandlewickSerdes(registry()),
                places().get(0),
                places().subList(1, 3),
                instrument);
        return verification.compare(
                new BarRange(instrument.tenant(), instrument.symbol(), Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private List<BarPlace> places() {
        StackAddresses addresses = running.stack().addresses();
        return List.of(
                new TopicBars(addresses.bootstrapServers().orElseThrow(), new SchemaRegistry(registry())),
                new TimescaleBars(addresses.timescale().orElseThrow()),
                new ClickHouseBars(new ClickHouseServer(
                        addresses.clickhouseUrl().orElseThrow(), new ClickHouseServer.Credentials("", "", ""))));
    }

    private RegistryConfig registry() {
        return RegistryConfig.of(running.stack().addresses().schemaRegistryUrl().orElseThrow());
    }
}
