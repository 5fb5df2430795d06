package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.places.Backlog;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseIndicators;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.IndicatorPlace;
import io.candlewick.places.PlaceException;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TimescaleIndicators;
import io.candlewick.places.TopicBars;
import io.candlewick.places.TopicIndicators;
import io.candlewick.places.Verification;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import io.candlewick.streams.config.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What must hold when all is over: the log holds the market, both tables hold the topic's bars, the topic's bars are what a batch
 * computation makes of the log or of what a vendor delivered, and so are the indicators.
 *
 * <p><b>Cost</b>: a partition of ticks is read for each symbol, so of many symbols only the first {@value #MOST_SYMBOLS} are compared bar by bar, and
 * of more than {@value #MANY_SYMBOLS} only {@value #OF_MANY_SYMBOLS}.
 */
final class FinalCheck {

    static final int MOST_SYMBOLS = 24;
    static final int MANY_SYMBOLS = 1_000;
    static final int OF_MANY_SYMBOLS = 4;

    private static final int MOST_DIFFERENCES = 40;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);
    private static final List<Timeframe> INDICATOR_TIMEFRAMES = List.of(Timeframe.M1, Timeframe.M15, Timeframe.H1);
    private static final List<String> WRITTEN =
            List.of(Topics.BARS.name(), Topics.INDICATORS.name(), Lane.LIVE.ticksTopic());

    private final Site site;
    private final MarketTruth truth;
    private long compared;

    FinalCheck(Site site, MarketTruth truth) {
        this.site = site;
        this.truth = truth;
    }

    /** Waits until every reader has read all there is; what has not in time is told. */
    List<String> drain() throws InterruptedException {
        List<String> behind = new ArrayList<>();
        Map<String, List<String>> readers = new LinkedHashMap<>();
        site.lanes()
                .forEach(
                        lane -> readers.put(Instances.group(lane), List.of(lane.ticksTopic(), lane.vendorBarsTopic())));
        if (site.tables().isPresent()) {
            readers.put("connect-timescaledb-sink", WRITTEN);
            readers.put("connect-clickhouse-sink", WRITTEN);
        }
        long startNanos = System.nanoTime();
        try (Backlog backlog = new Backlog(site.brokers().innerServers())) {
            for (Map.Entry<String, List<String>> reader : readers.entrySet()) {
                String left = left(backlog, reader.getKey(), reader.getValue());
                while (!left.isEmpty() && System.nanoTime() - startNanos < DRAIN_LIMIT.toNanos()) {
                    TimeUnit.MILLISECONDS.sleep(500);
                    site.tendQuietly();
                    left = left(backlog, reader.getKey(), reader.getValue());
                }
                if (!left.isEmpty()) {
                    behind.add(left + " after " + DRAIN_LIMIT.toSeconds() + " s without faults");
                }
            }
        }
        return behind;
    }

    private static String left(Backlog backlog, String group, List<String> topics) {
        try {
            long records = backlog.of(group, topics);
            return records == 0 ? "" : group + " is " + records + " records behind";
        } catch (PlaceException away) {
            return String.valueOf(away.getMessage());
        }
    }

    /** Bars that were compared, each in every place. */
    long compared() {
        return compared;
    }

    /** What is lost, doubled or different. */
    List<String> differences(long steps, long ahead, Optional<Backfills> history) throws PlaceException {
        List<String> differences = new ArrayList<>(
                new LogCheck(site.brokers().innerServers(), site.serdes(), truth).differences(steps, ahead));
        SchemaRegistry registry = new SchemaRegistry(RegistryConfig.of(site.registryUrl()));
        TopicBars topic = new TopicBars(site.brokers().innerServers(), registry);
        List<Instrument> instruments = truth.instruments();
        int most = instruments.size() > MANY_SYMBOLS ? OF_MANY_SYMBOLS : MOST_SYMBOLS;
        for (Instrument instrument : instruments.subList(0, Math.min(most, instruments.size()))) {
            BarPlace said = topic.snapshot(BarKey.SYSTEM_TENANT, instrument.symbol());
            compare(instrument, said, differences);
            if (history.isPresent()) {
                differences.addAll(new HistoryCheck(history.get()).differences(instrument, said));
            }
            if (differences.size() >= MOST_DIFFERENCES) {
                return differences.subList(0, MOST_DIFFERENCES);
            }
        }
        return differences;
    }

    private void compare(Instrument instrument, BarPlace said, List<String> differences) throws PlaceException {
        List<BarPlace> databases = new ArrayList<>();
        Map<BarPlace, IndicatorPlace> indicators = new LinkedHashMap<>();
        indicators.put(said, new TopicIndicators(site.brokers().innerServers(), site.serdes()));
        site.tables().ifPresent(tables -> {
            ClickHouseServer clickhouse =
                    new ClickHouseServer(tables.clickhouseUrl(), new ClickHouseServer.Credentials("", "", ""));
            databases.add(new TimescaleBars(tables.timescale()));
            databases.add(new ClickHouseBars(clickhouse));
            indicators.put(databases.get(0), new TimescaleIndicators(tables.timescale()));
            indicators.put(databases.get(1), new ClickHouseIndicators(clickhouse));
        });
        Verification verification =
                new Verification(site.brokers().innerServers(), site.serdes(), said, databases, instrument);
        for (Timeframe timeframe : Timeframe.STANDARD) {
            BarRange all =
                    new BarRange(BarKey.SYSTEM_TENANT, instrument.symbol(), timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
            Verification.Report report = verification.compare(all);
            compared += report.bars().getOrDefault(said.name(), 0);
            String prefix = instrument.symbol() + " " + timeframe + " ";
            report.differences().forEach(line -> differences.add(prefix + line));
            if (INDICATOR_TIMEFRAMES.contains(timeframe)) {
                for (Map.Entry<BarPlace, IndicatorPlace> place : indicators.entrySet()) {
                    for (BarRange lane : lanes(all)) {
                        IndicatorCheck.differences(lane, place.getKey(), place.getValue(), instrument)
                                .forEach(line -> differences.add(prefix + line));
                    }
                }
            }
        }
    }

    /** What lies before the live market is the history lane's; the indicators of a lane know nothing of the other's bars. */
    private List<BarRange> lanes(BarRange all) {
        long liveUs = truth.timeUs(0);
        return List.of(
                new BarRange(all.tenant(), all.symbol(), all.timeframe(), all.fromUs(), liveUs),
                new BarRange(all.tenant(), all.symbol(), all.timeframe(), liveUs, all.toUs()));
    }
}
