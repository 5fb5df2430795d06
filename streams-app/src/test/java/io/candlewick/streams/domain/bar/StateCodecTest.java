package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.GapReason;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateCodecTest {

    private static final TimeframeTree TREE = new TimeframeTree(Timeframe.STANDARD);
    private static final ClosedBars NOWHERE = new ClosedBars() {
        @Override
        public @Nullable BarAccumulator find(Timeframe timeframe, long startUs) {
            return null;
        }

        @Override
        public void save(Timeframe timeframe, BarAccumulator bar) {}

        @Override
        public List<BarAccumulator> within(Timeframe timeframe, long fromUs, long toUs) {
            return List.of();
        }

        @Override
        public @Nullable BarAccumulator lastBefore(Timeframe timeframe, long startUs) {
            return null;
        }

        @Override
        public void forget(Timeframe timeframe, long fromUs, long toUs) {}
    };

    private static final TradeTape NO_TRADES = new TradeTape() {
        @Override
        public void append(long barStartUs, Tick tick, long offset) {}

        @Override
        public List<TapeEntry> of(long barStartUs) {
            return List.of();
        }

        @Override
        public void forget(long fromUs, long toUs) {}
    };
    private static final BarListener SILENCE = new BarListener() {
        @Override
        public void said(Bar bar, Lineage lineage) {}

        @Override
        public void gap(BarKey first, long toUs, GapReason reason, int missingBars) {}

        @Override
        public void forming(Bar bar) {}

        @Override
        public void unretained(Tick tick, long offset, Timeframe finest, long startUs, long endUs) {}
    };

    private final StateCodec codec = new StateCodec(TREE);

    @Property
    void shouldReadWhatItWroteOfSymbol(@ForAll long seed, @ForAll boolean quotes) {
        byte[] written = codec.write(state(seed, quotes));

        assertThat(codec.write(codec.readSymbol(written))).isEqualTo(written);
    }

    @Property
    void shouldReadWhatItWroteOfBar(@ForAll long seed, @ForAll boolean quotes) {
        for (BarAccumulator bar : state(seed, quotes).cascade.finest) {
            byte[] written = codec.write(bar);

            assertThat(codec.write(codec.readBar(written))).isEqualTo(written);
        }
    }

    @Test
    void shouldBeginWithItsVersion() {
        assertThat(codec.write(new SymbolState(TREE))[0]).isEqualTo((byte) 1);
        assertThat(codec.write(new BarAccumulator(0, 60_000_000, true))[0]).isEqualTo((byte) 1);
    }

    @Test
    void shouldKeepTheLayoutOfVersionOne() {
        assertThat(codec.write(new SymbolState(TREE))).hasSize(1 + 27 + 3 * 8 + 2 + 2 + 2 * 8 + 8 + 8 * 4 * 8 + 2 + 8);
        assertThat(codec.write(new BarAccumulator(0, 60_000_000, true)))
                .hasSize(1 + 2 * 8 + 1 + 6 * 8 + 12 * 8 + 8 + 5 * 17 + 8 + 2 * 8 + 4 + 1 + 8 + 2 + 2);
        assertThat(codec.write(new BarAccumulator(0, 60_000_000, false)))
                .hasSize(1 + 2 * 8 + 1 + 6 * 8 + 4 * 8 + 8 + 5 * 17 + 8 + 2 * 8 + 4 + 1 + 8 + 2 + 2);
    }

    @Test
    void shouldRefuseOtherVersion() {
        byte[] written = codec.write(new SymbolState(TREE));
        written[0] = 2;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.readSymbol(written))
                .withMessage("state version=2, this release reads 1");
    }

    @Test
    void shouldRefuseStateOfOtherTimeframes() {
        byte[] written = codec.write(new SymbolState(TREE));
        StateCodec other = new StateCodec(new TimeframeTree(List.of(Timeframe.M1, Timeframe.H1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.readSymbol(written))
                .withMessageStartingWith("state holds timeframes 1m,5m,15m,30m,1h,4h,1d,1w, configured are 1m,1h");
    }

    @Property
    void shouldRefuseStateThatIsCutShort(@ForAll long seed) {
        byte[] written = codec.write(state(seed, true));
        byte[] cut = Arrays.copyOf(written, new Random(seed).nextInt(written.length));

        assertThatIllegalArgumentException().isThrownBy(() -> codec.readSymbol(cut));
    }

    private static SymbolState state(long seed, boolean quotes) {
        Random random = new Random(seed);
        Instrument instrument = quotes ? SymbolScript.QUOTED : SymbolScript.TRADED;
        SymbolSurroundings around =
                new SymbolSurroundings(instrument, BarSource.LIVE, feed -> Long.MIN_VALUE, NOWHERE, NO_TRADES, SILENCE);
        SymbolState state = new SymbolState(TREE);
        for (int offset = 0; offset < random.nextInt(60); offset++) {
            String feed = "feed-" + random.nextInt(3);
            long timeUs = (long) (random.nextDouble() * 100_000_000_000L);
            switch (random.nextInt(8)) {
                case 0 -> state.started(feed, timeUs, around);
                case 1 -> state.down(feed, timeUs, around);
                default -> state.add(tick(random, feed, timeUs, quotes), offset, around);
            }
        }
        return state;
    }

    private static Tick tick(Random random, String feed, long timeUs, boolean quotes) {
        Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, feed, 0);
        return quotes
                ? Tick.quote(origin, SymbolScript.EUR_USD, timeUs, 0, 1 + random.nextDouble(), 1 + random.nextDouble())
                : Tick.trade(
                        origin,
                        SymbolScript.EUR_USD,
                        timeUs,
                        0,
                        1 + random.nextDouble(),
                        random.nextDouble(),
                        AggressorSide.BUY,
                        null);
    }
}
