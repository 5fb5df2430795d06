package io.candlewick.streams.domain.indicator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IndicatorReplayTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final SnapshotPolicy POLICY = new SnapshotPolicy(8, 2, 3);

    /** A series with its bars, snapshots and the values said of each bar, as a topology would keep them. */
    private static final class Kept implements IndicatorReplay.Listener {

        private final IndicatorStateCodec codec = new IndicatorStateCodec(PLAN);
        private final NavigableMap<Long, IndicatorBar> bars = new TreeMap<>();
        private final NavigableMap<Long, byte[]> snapshots = new TreeMap<>();
        private final Map<Long, double[]> said = new HashMap<>();
        private final Map<Long, Integer> times = new HashMap<>();
        private IndicatorSeries newest = PLAN.newSeries();
        private long replayedBars;

        void next(IndicatorBar bar) {
            double[] values = new double[PLAN.columns().size()];
            bars.put(bar.startUs(), bar);
            newest.next(bar, values);
            changed(bar, newest.barsSeen(), values);
            replayed(newest);
        }

        /** Corrects or adds bars. */
        void correct(List<IndicatorBar> changes) {
            NavigableMap<Long, Optional<IndicatorBar>> before = new TreeMap<>();
            changes.forEach(bar -> before.put(bar.startUs(), Optional.ofNullable(bars.put(bar.startUs(), bar))));
            long firstUs = before.firstKey();
            Map.Entry<Long, byte[]> floor = snapshots.lowerEntry(firstUs);
            IndicatorSeries snapshot = floor == null ? PLAN.newSeries() : codec.read(floor.getValue());
            NavigableMap<Long, byte[]> later = new TreeMap<>(snapshots.tailMap(firstUs, true));
            snapshots.tailMap(firstUs, true).clear();
            IndicatorReplay.Result result = new IndicatorReplay(PLAN, this)
                    .run(snapshot, bars.tailMap(snapshot.lastStartUs(), false).values(), before);
            replayedBars = result.replayedBars();
            if (result.rejoined()) {
                later.tailMap(result.series().lastStartUs(), false).forEach(snapshots::put);
            } else {
                newest = result.series();
            }
        }

        @Override
        public void changed(IndicatorBar bar, long barsSeen, double[] values) {
            said.put(bar.startUs(), values.clone());
            times.merge(bar.startUs(), 1, Integer::sum);
        }

        @Override
        public void replayed(IndicatorSeries series) {
            if (POLICY.isDue(series.barsSeen())) {
                snapshots.put(series.lastStartUs(), codec.write(series));
            }
            long seen = Math.max(series.barsSeen(), newest.barsSeen());
            snapshots
                    .values()
                    .removeIf(bytes -> !POLICY.isKept(codec.read(bytes).barsSeen(), seen));
        }

        /** What a computation of all bars as they are now says, bit for bit. */
        void check() {
            IndicatorSeries batch = PLAN.newSeries();
            double[] values = new double[PLAN.columns().size()];
            for (IndicatorBar bar : bars.values()) {
                batch.next(bar, values);
                assertThat(said.get(bar.startUs()))
                        .as("bar %d of %d", batch.barsSeen(), bars.size())
                        .isEqualTo(values);
            }
            assertThat(newest.goesOnAs(batch)).isTrue();
        }
    }

    private static IndicatorBar withClose(IndicatorBar bar, double close) {
        return new IndicatorBar(
                bar.startUs(),
                bar.sessionStartUs(),
                bar.open(),
                Math.max(bar.high(), close),
                Math.min(bar.low(), close),
                close,
                bar.volume());
    }

    @Property(tries = 40)
    void shouldSayWhatABatchSaysAfterAnyCorrectionsAndAdditions(@ForAll long seed, @ForAll Walks walk) {
        Random random = new Random(seed);
        List<IndicatorBar> coming = walk.bars(seed, 260);
        Kept kept = new Kept();
        List<IndicatorBar> missing = new ArrayList<>();
        for (IndicatorBar bar : coming) {
            if (random.nextInt(12) == 0) {
                missing.add(bar);
            } else {
                kept.next(bar);
            }
            if (random.nextInt(15) == 0 && !kept.bars.isEmpty()) {
                kept.correct(changes(random, kept, missing));
                kept.check();
            }
        }
        kept.check();
    }

    private static List<IndicatorBar> changes(Random random, Kept kept, List<IndicatorBar> missing) {
        Map<Long, IndicatorBar> changes = new HashMap<>();
        List<IndicatorBar> there = new ArrayList<>(kept.bars.values());
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int oldest = Math.max(0, there.size() - 1 - random.nextInt(60));
            IndicatorBar bar = there.get(oldest + random.nextInt(there.size() - oldest));
            changes.put(bar.startUs(), withClose(bar, bar.close() * (0.9 + random.nextDouble() / 5)));
        }
        // A bar may be late, but not later than the newest: that one would be the next.
        missing.removeIf(bar -> {
            boolean comes = bar.startUs() < kept.bars.lastKey() && random.nextBoolean();
            if (comes) {
                changes.put(bar.startUs(), bar);
            }
            return comes;
        });
        return List.copyOf(changes.values());
    }

    @Test
    void shouldSayAgainOnlyWhatChanged() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(5, 200);
        Kept kept = new Kept();
        bars.forEach(kept::next);

        kept.correct(List.of(withClose(bars.get(150), bars.get(150).close() + 1)));

        kept.check();
        assertThat(requireNonNull(kept.times.get(bars.get(149).startUs()))).isEqualTo(1);
        assertThat(requireNonNull(kept.times.get(bars.get(150).startUs()))).isEqualTo(2);
        assertThat(requireNonNull(kept.times.get(bars.get(151).startUs()))).isEqualTo(2);
        // From the snapshot of 128 bars, not from the beginning.
        assertThat(kept.replayedBars).isEqualTo(72);
    }

    @Test
    void shouldStopWhereNothingDiffersAnyMore() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(6, 200);
        Kept kept = new Kept();
        bars.forEach(kept::next);
        int snapshots = kept.snapshots.size();

        // The same bar once more, as after a correction of its bid or of its source.
        kept.correct(List.of(bars.get(190)));

        kept.check();
        // From the snapshot of 176 bars to the bar itself, of 200.
        assertThat(kept.replayedBars).isEqualTo(15);
        assertThat(kept.snapshots).hasSize(snapshots);
        assertThat(requireNonNull(kept.times.get(bars.get(190).startUs()))).isEqualTo(2);
        assertThat(requireNonNull(kept.times.get(bars.get(191).startUs()))).isEqualTo(1);
    }
}
