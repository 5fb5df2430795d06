package io.candlewick.streams.domain.indicator;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.Ohlc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesIndicatorsTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final SnapshotPolicy POLICY = new SnapshotPolicy(16, 2, 2);
    private static final long MINUTE_US = 60_000_000L;
    private static final long DAY_US = 1_440 * MINUTE_US;
    private static final int SMA_10 = column("sma_10");

    /** A series as a topology keeps it: bars, snapshots as bytes, and the values said last of each bar. */
    private static final class Kept
            implements SeriesIndicators.Bars,
                    SeriesIndicators.Snapshots,
                    SeriesIndicators.Older,
                    SeriesIndicators.Listener {

        private final IndicatorStateCodec codec = new IndicatorStateCodec(PLAN);
        private final NavigableMap<Long, Bar> bars = new TreeMap<>();
        private final Queue<Long> written = new ArrayDeque<>();
        private final NavigableMap<Long, byte[]> snapshots = new TreeMap<>();
        private final NavigableMap<Long, double[]> said = new TreeMap<>();
        private final List<Long> outOfReach = new ArrayList<>();
        private final SeriesIndicators indicators = new SeriesIndicators(
                PLAN,
                POLICY,
                new SeriesIndicators.Surroundings(this, this, this, timeUs -> timeUs - timeUs % DAY_US),
                this);
        private @Nullable SeriesProgress progress;
        private byte @Nullable [] older;
        private int saidCount;

        void say(Bar bar) {
            Bar before = bars.put(bar.key().startTimeUs(), bar);
            written.add(bar.key().startTimeUs());
            if (progress == null) {
                progress = indicators.begin(bar.key().startTimeUs());
            }
            indicators.add(progress, bar, before);
        }

        void seed(Bar bar) {
            bars.put(bar.key().startTimeUs(), bar);
            if (progress != null) {
                indicators.warmUp(progress, bar);
            }
        }

        /** As a lane does: those that were written longest ago go. */
        void forgetAllBut(int count) {
            while (bars.size() > count) {
                bars.remove(written.remove());
            }
        }

        void settle() {
            if (progress != null) {
                indicators.settle(progress);
            }
        }

        void restart() {
            if (progress != null) {
                SeriesProgressCodec progressCodec = new SeriesProgressCodec(PLAN);
                progress = progressCodec.read(progressCodec.write(progress));
            }
        }

        @Override
        public List<Bar> range(long fromUs, long toUs) {
            return List.copyOf(bars.subMap(fromUs, true, toUs, false).values());
        }

        @Override
        public @Nullable IndicatorSeries before(long startUs) {
            Map.Entry<Long, byte[]> floor = snapshots.lowerEntry(startUs);
            return floor == null ? null : codec.read(floor.getValue());
        }

        @Override
        public void save(IndicatorSeries series) {
            snapshots.put(series.lastStartUs(), codec.write(series));
            snapshots.values().removeIf(bytes -> !POLICY.isKept(codec.barsSeen(bytes), series.barsSeen()));
        }

        @Override
        public @Nullable SeriesProgress get() {
            return older == null ? null : new SeriesProgressCodec(PLAN).read(older);
        }

        @Override
        public void put(SeriesProgress taken) {
            older = new SeriesProgressCodec(PLAN).write(taken);
        }

        @Override
        public void forgetFrom(long startUs) {
            snapshots.tailMap(startUs, true).clear();
        }

        @Override
        public void said(Bar bar, long barsSeen, double[] values) {
            assertThat(bar).isEqualTo(bars.get(bar.key().startTimeUs()));
            said.put(bar.key().startTimeUs(), values.clone());
            saidCount++;
        }

        @Override
        public void outOfReach(long firstStartUs, int count) {
            outOfReach.add(firstStartUs);
        }

        double[] valuesOf(long minute) {
            return requireNonNull(said.get(minute * MINUTE_US));
        }

        /** The values of all bars, computed in one go. */
        NavigableMap<Long, double[]> batch() {
            NavigableMap<Long, double[]> batch = new TreeMap<>();
            IndicatorSeries series = PLAN.newSeries();
            double[] values = new double[PLAN.columns().size()];
            bars.forEach((startUs, bar) -> {
                series.next(IndicatorBar.of(bar, startUs - startUs % DAY_US), values);
                batch.put(startUs, values.clone());
            });
            return batch;
        }

        void assertEqualToBatch() {
            NavigableMap<Long, double[]> batch = batch();
            assertThat(said.keySet()).isEqualTo(batch.keySet());
            batch.forEach((startUs, values) -> assertThat(said.get(startUs)).containsExactly(values));
        }
    }

    private static int column(String name) {
        return PLAN.columns().stream().map(column -> column.name()).toList().indexOf(name);
    }

    private static Bar bar(long minute, double close, int revision) {
        var bar = aBar().fromUs(minute * MINUTE_US).trades(new Ohlc(close - 0.2, close + 1, close - 1, close), 3, 4);
        return revision == 0
                ? bar.build()
                : bar.corrected(revision, CorrectionCause.LATE_TICK).build();
    }

    @Property(tries = 60)
    void shouldSayInTheEndWhatABatchOverTheCorrectedBarsGives(@ForAll Random random) {
        Kept kept = new Kept();
        long last = 1_000;
        for (int step = 0; step < 300; step++) {
            double close = 100 + random.nextGaussian();
            int kind = random.nextInt(20);
            if (kind == 0 && last > 1_010) {
                // A bar long said, or one that was missing between others.
                kept.say(bar(last - random.nextInt(300), close, step));
            } else if (kind == 1) {
                kept.settle();
            } else if (kind == 2) {
                kept.restart();
            } else {
                last += 1 + random.nextInt(3);
                kept.say(bar(last, close, 0));
            }
        }
        kept.settle();

        assertThat(kept.outOfReach).isEmpty();
        kept.assertEqualToBatch();
    }

    @Test
    void shouldSayOnlyWhatACorrectionChanges() {
        Kept kept = new Kept();
        for (int minute = 0; minute < 100; minute++) {
            kept.say(bar(minute, 100 + minute % 7, 0));
        }
        kept.saidCount = 0;

        kept.say(bar(95, 250, 1));

        assertThat(kept.saidCount).isZero();
        kept.settle();
        assertThat(kept.saidCount).isEqualTo(5);
        kept.assertEqualToBatch();
    }

    @Test
    void shouldReplayOnceForAllTheBarsThatCameIntoASeries() {
        Kept kept = new Kept();
        for (int minute = 0; minute < 200; minute += 2) {
            kept.say(bar(minute, 100 + minute % 7, 0));
        }
        kept.saidCount = 0;

        for (int minute = 1; minute < 200; minute += 2) {
            kept.say(bar(minute, 110, 0));
        }
        kept.settle();

        assertThat(kept.saidCount).isLessThanOrEqualTo(200);
        kept.assertEqualToBatch();
    }

    @Test
    void shouldBeWarmBeforeTheFirstBarIfSeedsAreKept() {
        Kept kept = new Kept();
        for (int minute = 0; minute < 9; minute++) {
            kept.seed(bar(minute, 100, 0));
        }

        kept.say(bar(9, 110, 0));

        assertThat(kept.said.keySet()).containsExactly(9 * MINUTE_US);
        assertThat(kept.valuesOf(9)[SMA_10]).isEqualTo(101);
    }

    @Test
    void shouldSayBarsAgainThatClosedBeforeTheirSeedsCameButNotTheSeeds() {
        Kept kept = new Kept();
        kept.say(bar(9, 110, 0));
        assertThat(kept.valuesOf(9)[SMA_10]).isNaN();

        for (int minute = 0; minute < 9; minute++) {
            kept.seed(bar(minute, 100, 0));
        }
        kept.settle();

        assertThat(kept.said.keySet()).containsExactly(9 * MINUTE_US);
        assertThat(kept.valuesOf(9)[SMA_10]).isEqualTo(101);
    }

    @Test
    void shouldComputeAYearThatComesAfterALaterOne() {
        Kept kept = new Kept();
        for (int minute = 5_000; minute < 6_000; minute++) {
            kept.say(bar(minute, 100 + minute % 7, 0));
            kept.forgetAllBut(300);
        }
        NavigableMap<Long, double[]> later = new TreeMap<>(kept.said);
        Kept alone = new Kept();
        for (int minute = 0; minute < 2_000; minute++) {
            kept.say(bar(minute, 100 + minute % 11, 0));
            alone.say(bar(minute, 100 + minute % 11, 0));
            kept.forgetAllBut(300);
            if (minute % 50 == 0) {
                kept.settle();
            }
        }
        kept.settle();

        assertThat(kept.outOfReach).isEmpty();
        assertThat(kept.said).hasSize(3_000);
        alone.said.forEach(
                (startUs, values) -> assertThat(kept.said.get(startUs)).containsExactly(values));
        later.forEach((startUs, values) -> assertThat(kept.said.get(startUs)).containsExactly(values));
    }

    @Test
    void shouldGoOnWithAnOlderYearWhereReplaysNoLongerReachIt() {
        Kept kept = new Kept();
        for (int minute = 5_000; minute < 5_100; minute++) {
            kept.say(bar(minute, 100 + minute % 7, 0));
        }
        Kept alone = new Kept();
        for (int minute = 0; minute < 2_000; minute++) {
            kept.say(bar(minute, 100 + minute % 11, 0));
            alone.say(bar(minute, 100 + minute % 11, 0));
            kept.settle();
            kept.forgetAllBut(300);
            if (minute % 300 == 0) {
                kept.restart();
            }
        }

        assertThat(kept.outOfReach).isEmpty();
        alone.said.forEach(
                (startUs, values) -> assertThat(kept.said.get(startUs)).containsExactly(values));
    }

    @Test
    void shouldNotSayAnOlderYearAgainThatIsDeliveredTwice() {
        Kept kept = new Kept();
        for (int minute = 5_000; minute < 6_000; minute++) {
            kept.say(bar(minute, 100, 0));
            kept.forgetAllBut(300);
        }
        for (int minute = 0; minute < 1_000; minute++) {
            kept.say(bar(minute, 100, 0));
            kept.forgetAllBut(300);
        }
        kept.settle();
        kept.saidCount = 0;

        for (int minute = 200; minute < 400; minute++) {
            kept.say(bar(minute, 100, 0));
            kept.forgetAllBut(300);
        }
        kept.settle();

        assertThat(kept.saidCount).isZero();
        assertThat(kept.outOfReach).isNotEmpty();
    }

    @Test
    void shouldTellOfACorrectionBeforeAllThatIsKept() {
        Kept kept = new Kept();
        for (int minute = 0; minute < 200; minute++) {
            kept.say(bar(minute, 100, 0));
        }
        kept.bars.headMap(150 * MINUTE_US).clear();
        kept.saidCount = 0;

        kept.say(bar(3, 90, 1));
        kept.settle();

        assertThat(kept.outOfReach).containsExactly(3 * MINUTE_US);
        assertThat(kept.saidCount).isZero();
    }

    @Test
    void shouldPeekWithoutTouchingTheSeries() {
        Kept kept = new Kept();
        for (int minute = 0; minute < 50; minute++) {
            kept.say(bar(minute, 100 + minute, 0));
        }
        SeriesProgress progress = requireNonNull(kept.progress);
        byte[] before = new SeriesProgressCodec(PLAN).write(progress);

        double[] forming = kept.indicators.peek(progress, bar(50, 150, 0), PLAN.newSeries());
        double[] values = requireNonNull(forming).clone();

        assertThat(new SeriesProgressCodec(PLAN).write(progress)).isEqualTo(before);
        assertThat(kept.indicators.peek(progress, bar(49, 150, 0), PLAN.newSeries()))
                .isNull();
        kept.say(bar(50, 150, 0));
        assertThat(kept.valuesOf(50)).containsExactly(values);
    }

    @Test
    void shouldBeginAnewWhenItsStateIsOfOtherIndicators() {
        Kept kept = new Kept();
        kept.say(bar(1, 100, 0));
        byte[] written = new SeriesProgressCodec(PLAN).write(requireNonNull(kept.progress));

        SeriesProgress read = new SeriesProgressCodec(IndicatorPlan.parse("sma(7)")).read(written);

        assertThat(read.isOfOtherIndicators()).isTrue();
        assertThat(new SeriesProgressCodec(PLAN).read(written).isOfOtherIndicators())
                .isFalse();
    }
}
