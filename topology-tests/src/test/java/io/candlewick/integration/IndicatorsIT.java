package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.chaos.IndicatorCheck;
import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.local.StackAddresses;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseIndicators;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.IndicatorPlace;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TimescaleIndicators;
import io.candlewick.places.TopicBars;
import io.candlewick.places.TopicIndicators;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ticks, late ones among them, through the whole product: in every place each bar has the indicator values that a batch computation over
 * the bars of that place gives, to the last bit.
 */
@ExtendWith(WholeStack.class)
class IndicatorsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String TENANT = "indicators";
    private static final Instant START = Instant.parse("2014-05-05T00:00:00Z");
    private static final int HOURS = 16;
    private static final int TICKS_AN_HOUR = 180;

    @TempDir
    private Path directory;

    private final RunningStack running;

    IndicatorsIT(RunningStack running) {
        this.running = running;
    }

    @Test
    void shouldKeepInEveryPlaceWhatABatchOverItsBarsGives() throws Exception {
        Instrument instrument = MarketReplay.instrument(TENANT, Symbol.of("GBP/USD"));

        new MarketReplay(running, "ticks.live", TENANT, directory)
                .play(TickFile.of(fileWithLateTicks(), FileFormat.QUOTES_CSV, instrument));

        for (Timeframe timeframe : List.of(Timeframe.M1, Timeframe.M15, Timeframe.H1)) {
            BarRange range = new BarRange(TENANT, instrument.symbol(), timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
            for (Map.Entry<BarPlace, IndicatorPlace> place : places().entrySet()) {
                await(timeframe + " in " + place.getKey().name())
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> {
                            List<BarRow> bars = place.getKey().read(range);
                            assertThat(bars).anyMatch(bar -> !Long.valueOf(0).equals(bar.value("revision")));
                            assertThat(IndicatorCheck.differences(range, place.getKey(), place.getValue(), instrument))
                                    .isEmpty();
                        });
            }
        }
    }

    /* Quotes a third of a minute apart; one in forty comes up to an hour late and corrects bars that have closed. */
    private Path fileWithLateTicks() throws Exception {
        Random random = new Random(11);
        List<String> lines = new ArrayList<>();
        for (int tick = 0; tick < HOURS * TICKS_AN_HOUR; tick++) {
            lines.add(line(START.plusSeconds(20L * tick), random));
            if (tick > TICKS_AN_HOUR && random.nextInt(40) == 0) {
                lines.add(line(
                        START.plusSeconds(20L * tick - 180 - random.nextInt(3_400))
                                .plusMillis(7),
                        random));
            }
        }
        return Files.write(directory.resolve("quotes.csv"), lines);
    }

    private static String line(Instant time, Random random) {
        long bid = 168_000 + Math.round(300 * random.nextGaussian());
        return time.toEpochMilli() + "," + bid / 1e5 + "," + (bid + 2) / 1e5;
    }

    private Map<BarPlace, IndicatorPlace> places() {
        StackAddresses addresses = running.stack().addresses();
        String broker = addresses.bootstrapServers().orElseThrow();
        ClickHouseServer clickhouse = new ClickHouseServer(
                addresses.clickhouseUrl().orElseThrow(), new ClickHouseServer.Credentials("", "", ""));
        return Map.of(
                new TopicBars(broker, new SchemaRegistry(registry())),
                new TopicIndicators(broker, new CandlewickSerdes(registry())),
                new TimescaleBars(addresses.timescale().orElseThrow()),
                new TimescaleIndicators(addresses.timescale().orElseThrow()),
                new ClickHouseBars(clickhouse),
                new ClickHouseIndicators(clickhouse));
    }

    private RegistryConfig registry() {
        return RegistryConfig.of(running.stack().addresses().schemaRegistryUrl().orElseThrow());
    }
}
