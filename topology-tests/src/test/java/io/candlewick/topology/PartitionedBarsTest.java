package io.candlewick.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * FINAL bars as bytes are the same for ticks of six symbols from two feeds on 1, 4 or 12 partitions, shuffled and repeated within grace, and
 * for tasks that move to another instance on the way. One driver stands for one partition's task.
 */
class PartitionedBarsTest {

    private static final List<Symbol> SYMBOLS = List.of(
            Symbol.of("EUR/USD"),
            Symbol.of("USD/JPY"),
            Symbol.of("GBP/USD"),
            Symbol.of("AUD/USD"),
            Symbol.of("USD/CHF"),
            Symbol.of("XAU/USD"));
    private static final List<String> FEEDS = List.of("feed-1", "feed-2");
    private static final long START_US = LaneDriver.at("2014-03-08T21:55:00Z");
    private static final long SPAN_US = Duration.ofMinutes(12).toMillis() * 1_000;
    private static final int GRACE_US = 2_000_000;

    private record Arrival(long atUs, Tick tick) {}

    @Property(tries = 3)
    void shouldSayTheSameBytesOnAnyNumberOfPartitions(@ForAll long seed) throws IOException {
        List<Arrival> log = log(new Random(seed));

        Map<String, String> expected = finals(inOrder(log), 1, null);

        assertThat(expected).hasSizeGreaterThan(SYMBOLS.size() * 10);
        for (int partitions : List.of(1, 4, 12)) {
            assertThat(finals(log, partitions, new Random(seed))).isEqualTo(expected);
        }
    }

    private static List<Arrival> log(Random random) {
        List<Arrival> log = new ArrayList<>();
        for (int index = 0; index < 300; index++) {
            Symbol symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size()));
            long timeUs = START_US + (long) (random.nextDouble() * SPAN_US) / 500_000 * 500_000;
            double bid = (10_000 + random.nextInt(1_000)) / 1e4;
            int times = random.nextInt(4) == 0 ? 2 : 1;
            for (int again = 0; again < times; again++) {
                Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, FEEDS.get(random.nextInt(2)), timeUs);
                Tick tick = Tick.quote(origin, symbol, timeUs, index, bid, bid + 0.0002);
                log.add(new Arrival(timeUs + random.nextInt(GRACE_US), tick));
            }
        }
        log.sort(Comparator.comparingLong(Arrival::atUs));
        return log;
    }

    private static List<Arrival> inOrder(List<Arrival> log) {
        Map<Long, Arrival> once = new TreeMap<>();
        log.forEach(arrival ->
                once.putIfAbsent(arrival.tick.sequence(), new Arrival(arrival.tick.eventTimeUs(), arrival.tick)));
        List<Arrival> ordered = new ArrayList<>(once.values());
        ordered.sort(Comparator.comparingLong(Arrival::atUs));
        return ordered;
    }

    private static Map<String, String> finals(List<Arrival> log, int partitions, @Nullable Random moves)
            throws IOException {
        Path stateDir = Files.createTempDirectory("candlewick-partitions");
        Map<Integer, LaneDriver> tasks = new HashMap<>();
        Map<String, String> finals = new TreeMap<>();
        try {
            for (Symbol symbol : SYMBOLS) {
                int partition = SymbolPartitioner.partition(symbol, partitions);
                LaneDriver task = tasks.computeIfAbsent(partition, none -> start(stateDir, none, 0));
                FEEDS.forEach(feed -> task.mark(feed, symbol, time(START_US), FeedStatus.STARTED));
            }
            int moved = 0;
            for (Arrival arrival : log) {
                int partition = SymbolPartitioner.partition(arrival.tick.symbol(), partitions);
                LaneDriver task = requireNonNull(tasks.get(partition));
                task.tick(arrival.tick);
                if (arrival.tick.sequence() % 5 == 0) {
                    tasks.values().forEach(each -> FEEDS.forEach(feed -> each.alive(feed, time(arrival.atUs))));
                }
                if (moves != null && moved < 2 && moves.nextInt(log.size() / 4) == 0) {
                    LaneDriver next = start(stateDir, partition, ++moved);
                    collect(task, finals);
                    next.restoreFrom(task);
                    task.close();
                    tasks.put(partition, next);
                }
            }
            for (Symbol symbol : SYMBOLS) {
                LaneDriver task = requireNonNull(tasks.get(SymbolPartitioner.partition(symbol, partitions)));
                FEEDS.forEach(feed -> task.mark(feed, symbol, time(START_US + SPAN_US + GRACE_US), FeedStatus.ENDED));
            }
            tasks.values().forEach(task -> collect(task, finals));
            return finals;
        } finally {
            tasks.values().forEach(LaneDriver::close);
            Utils.delete(stateDir.toFile());
        }
    }

    private static void collect(LaneDriver task, Map<String, String> finals) {
        task.rawBars.readKeyValuesToList().forEach(said -> {
            assertThat(finals.put(said.key, HexFormat.of().formatHex(said.value)))
                    .as("said twice: %s", said.key)
                    .isNull();
        });
    }

    private static LaneDriver start(Path stateDir, int partition, int instance) {
        LaneDriver task = new LaneDriver(Lane.LIVE, stateDir.resolve(partition + "-" + instance));
        SYMBOLS.forEach(symbol -> task.instrument(LaneDriver.quoted(symbol, Duration.ofSeconds(2))));
        return task;
    }

    private static String time(long timeUs) {
        return Times.instant(timeUs).toString();
    }
}
