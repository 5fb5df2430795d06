package io.candlewick.streams.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Three hours of one symbol whose feed has holes that vendors fill: in whatever order the lane's own bars and the deliveries meet, the
 * canonical table is the same in the end, and every key is said with revisions 0, 1, 2 and so on.
 */
class MergeOrderPropertyTest {

    private static final long MINUTE_US = 60_000_000L;
    private static final long START_US = SeriesScript.at("10:00");
    private static final int MINUTES = 180;
    private static final Timeframe[] TIMEFRAMES = {Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.H1};

    @Property(tries = 300)
    void shouldEndInTheSameTableForAnyOrderOfArrival(@ForAll long seed, @ForAll long order) {
        Scenario scenario = new Scenario(new Random(seed));

        Map<BarKey, Bar> table = scenario.play(new Random(order));

        assertThat(differences(table, scenario.play(new Random(order + 1)))).isEmpty();
        assertThat(differences(table, scenario.expected())).isEmpty();
    }

    private static List<String> differences(Map<BarKey, Bar> left, Map<BarKey, Bar> right) {
        Set<BarKey> keys = new HashSet<>(left.keySet());
        keys.addAll(right.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(left.get(key), right.get(key)))
                .map(key -> key + ": " + left.get(key) + " and " + right.get(key))
                .sorted()
                .toList();
    }

    /** One thing that happens in the script. */
    private interface Event {
        void happen(SeriesScript script);
    }

    private static final class Scenario {

        private final SeriesScript sample = script();
        private final boolean[] up = new boolean[MINUTES];
        private final boolean[] quiet = new boolean[MINUTES];
        private final List<Event> own = new ArrayList<>();
        private final List<List<Bar>> deliveries = new ArrayList<>();
        private final List<SeriesMerging.@Nullable Range> ranges = new ArrayList<>();
        private final Map<BarKey, Bar> best = new HashMap<>();

        Scenario(Random random) {
            boolean isUp = true;
            for (int minute = 0; minute < MINUTES; minute++) {
                isUp = random.nextInt(20) == 0 ? !isUp : isUp;
                up[minute] = isUp;
                quiet[minute] = random.nextInt(4) == 0;
            }
            tell(random);
            for (int left = 1 + random.nextInt(6); left > 0; left--) {
                deliver(random);
            }
        }

        private static SeriesScript script() {
            return new SeriesScript(TradingCalendar.UTC, TIMEFRAMES);
        }

        /* As bars close: finer ones first. A feed that is down at a minute's start may have given a tick of it before. */
        private void tell(Random random) {
            List<List<Bar>> byLevel = new ArrayList<>();
            List<Bar> minutes = new ArrayList<>();
            for (int minute = 0; minute < MINUTES; minute++) {
                boolean hasTicks = !quiet[minute] && (up[minute] || random.nextInt(6) == 0);
                if (hasTicks) {
                    minutes.add(bar(BarSource.LIVE, up[minute], Timeframe.M1, minute, 100 + random.nextInt(9)));
                }
            }
            byLevel.add(minutes);
            for (int level = 1; level < TIMEFRAMES.length; level++) {
                byLevel.add(coarser(byLevel.get(0), TIMEFRAMES[level]));
            }
            for (int minute = 1; minute <= MINUTES; minute++) {
                long untilUs = START_US + minute * MINUTE_US;
                own.add(script -> script.closedUntil(untilUs));
                for (List<Bar> level : byLevel) {
                    level.stream()
                            .filter(bar -> bar.endTimeUs() == untilUs)
                            .forEach(bar -> own.add(script -> script.built(bar)));
                }
            }
            byLevel.forEach(level -> level.forEach(this::offer));
        }

        private List<Bar> coarser(List<Bar> minutes, Timeframe timeframe) {
            TreeMap<Long, List<Bar>> groups = new TreeMap<>();
            for (Bar minute : minutes) {
                groups.computeIfAbsent(
                                TradingCalendar.UTC.startOf(
                                        timeframe, minute.key().startTimeUs()),
                                none -> new ArrayList<>())
                        .add(minute);
            }
            List<Bar> bars = new ArrayList<>();
            groups.forEach((startUs, parts) -> {
                int first = (int) ((startUs - START_US) / MINUTE_US);
                boolean complete = true;
                for (int minute = first; minute < first + timeframe.lengthUs() / MINUTE_US; minute++) {
                    complete &= up[minute];
                }
                BarKey key = parts.get(0).key();
                key = new BarKey(key.tenant(), key.symbol(), timeframe, startUs);
                Bar merged = RollUp.of(key, startUs + timeframe.lengthUs(), parts, sample.instrument);
                bars.add(as(merged, BarSource.LIVE, complete));
            });
            return bars;
        }

        /* A vendor has the minutes that were not quiet, of some span: in order with their range, or in any order without one. */
        private void deliver(Random random) {
            int from = random.nextInt(MINUTES);
            int to = from + 1 + random.nextInt(MINUTES - from);
            List<Bar> bars = new ArrayList<>();
            for (int minute = from; minute < to; minute++) {
                if (!quiet[minute]) {
                    // Vendors agree with each other, so that it does not matter who comes last.
                    bars.add(bar(BarSource.VENDOR, true, Timeframe.M1, minute, 200 + minute % 7));
                }
            }
            if (bars.isEmpty()) {
                return;
            }
            bars.forEach(this::offer);
            deliveries.add(bars);
            if (random.nextInt(4) > 0) {
                ranges.add(new SeriesMerging.Range(START_US + from * MINUTE_US, START_US + to * MINUTE_US));
            } else {
                Collections.shuffle(bars, random);
                ranges.add(null);
            }
        }

        private Bar bar(BarSource source, boolean complete, Timeframe timeframe, int minute, double price) {
            return sample.bar(source, complete, timeframe, START_US + minute * MINUTE_US, price);
        }

        private void offer(Bar bar) {
            best.merge(bar.key(), bar, (before, now) -> now.version() > before.version() ? now : before);
        }

        Map<BarKey, Bar> play(Random random) {
            SeriesScript script = script();
            for (int minute = 0; minute < MINUTES; minute++) {
                if (up[minute]) {
                    script.covered(START_US + minute * MINUTE_US, START_US + (minute + 1) * MINUTE_US);
                }
            }
            script.covered(START_US + MINUTES * MINUTE_US, START_US + 11L * MINUTES * MINUTE_US);
            List<Deque<Event>> queues = new ArrayList<>();
            queues.add(new ArrayDeque<>(own));
            for (int index = 0; index < deliveries.size(); index++) {
                queues.add(events(deliveries.get(index), ranges.get(index)));
            }
            while (!queues.isEmpty()) {
                int chosen = random.nextInt(queues.size());
                for (int run = 1 + random.nextInt(30);
                        run > 0 && !queues.get(chosen).isEmpty();
                        run--) {
                    queues.get(chosen).remove().happen(script);
                }
                queues.removeIf(Deque::isEmpty);
            }
            script.closedUntil(later().endTimeUs());
            script.built(later());
            checkRevisions(script.said);
            Map<BarKey, Bar> table = new HashMap<>();
            script.said.forEach(bar -> table.put(bar.key(), as(bar, bar.source(), bar.complete())));
            return table;
        }

        /* The lane goes on when all is over. */
        private Bar later() {
            return bar(BarSource.LIVE, true, Timeframe.M1, 10 * MINUTES, 100);
        }

        private static Deque<Event> events(List<Bar> delivery, SeriesMerging.@Nullable Range range) {
            Deque<Event> events = new ArrayDeque<>();
            delivery.forEach(bar -> events.add(script -> script.vendor(bar, range)));
            return events;
        }

        private static void checkRevisions(List<Bar> said) {
            Map<BarKey, Bar> last = new HashMap<>();
            for (Bar bar : said) {
                Bar before = last.put(bar.key(), bar);
                assertThat(bar.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
                assertThat(bar.status()).isEqualTo(before == null ? BarStatus.FINAL : BarStatus.CORRECTED);
                assertThat(bar.cause() == null).isEqualTo(before == null);
                assertThat(before == null || bar.version() > before.version()).isTrue();
            }
        }

        /** The best of each key; of coarse ones below a rolled-up bar, the roll-up where every minute is accounted for. */
        Map<BarKey, Bar> expected() {
            Map<BarKey, Bar> table = new HashMap<>();
            best.forEach((key, bar) -> table.put(key, as(bar, bar.source(), bar.complete())));
            table.put(later().key(), later());
            boolean[] delivered = new boolean[MINUTES];
            best.forEach((key, bar) -> {
                if (key.timeframe().equals(Timeframe.M1) && bar.complete()) {
                    delivered[(int) ((key.startTimeUs() - START_US) / MINUTE_US)] = true;
                }
            });
            for (SeriesMerging.Range range : ranges) {
                for (long us = range == null ? 0 : range.fromUs();
                        range != null && us < range.toUs();
                        us += MINUTE_US) {
                    delivered[(int) ((us - START_US) / MINUTE_US)] = true;
                }
            }
            for (int level = 1; level < TIMEFRAMES.length; level++) {
                int length = (int) (TIMEFRAMES[level].lengthUs() / MINUTE_US);
                for (int first = 0; first < MINUTES; first += length) {
                    rollUp(TIMEFRAMES[level], TIMEFRAMES[level - 1], first, length, delivered, table);
                }
            }
            return table;
        }

        private void rollUp(
                Timeframe timeframe,
                Timeframe finer,
                int first,
                int length,
                boolean[] delivered,
                Map<BarKey, Bar> table) {
            for (int minute = first; minute < first + length; minute++) {
                if (!delivered[minute] && !up[minute]) {
                    return;
                }
            }
            BarKey key = bar(BarSource.LIVE, true, timeframe, first, 1).key();
            Bar known = table.get(key);
            List<Bar> parts = new ArrayList<>();
            for (int minute = first; minute < first + length; minute += (int) (finer.lengthUs() / MINUTE_US)) {
                Bar part = table.get(bar(BarSource.LIVE, true, finer, minute, 1).key());
                if (part != null) {
                    parts.add(part);
                }
            }
            boolean isBetter = known == null || known.version() < Bar.version(BarSource.ROLLED_UP, true, 0);
            if (isBetter && !parts.isEmpty()) {
                table.put(
                        key,
                        as(
                                RollUp.of(key, START_US + (first + length) * MINUTE_US, parts, sample.instrument),
                                BarSource.ROLLED_UP,
                                true));
            }
        }
    }

    private static Bar as(Bar bar, BarSource source, boolean complete) {
        return bar.as(BarStatus.FINAL, 0, null).from(source, complete);
    }
}
