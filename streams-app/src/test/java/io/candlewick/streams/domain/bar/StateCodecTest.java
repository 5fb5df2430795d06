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
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
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

    /* Bars that have not changed since are not laid out anew. */
    @Property
    void shouldWriteTheSameHoweverOftenItWasWrittenBefore(@ForAll long seed, @ForAll boolean quotes) {
        byte[] writtenOnce = codec.write(state(seed, quotes));

        assertThat(codec.write(state(seed, quotes, codec::write))).isEqualTo(writtenOnce);
    }

    @Property
    void shouldReadWhatItWroteOfBar(@ForAll long seed, @ForAll boolean quotes) {
        for (BarAccumulator bar : state(seed, quotes).cascade.finest) {
            byte[] written = codec.write(bar);

            assertThat(codec.write(codec.readBar(bar.startUs(), written))).isEqualTo(written);
        }
    }

    @Test
    void shouldBeginWithItsVersion() {
        assertThat(codec.write(new SymbolState(TREE))[0]).isEqualTo((byte) 2);
    }

    /* State of older releases is on disks and in changelogs. */
    @Test
    void shouldKeepTheLayoutOfVersionTwo() {
        assertThat(hex(codec.write(new SymbolState(TREE))))
                .isEqualTo(
                        "0219316d2c356d2c31356d2c33306d2c31682c34682c31642c3177800000000000000000000001000100000606060006"
                                + "0606000606060006060600060606000606060006060600060606000000000000000000");
        assertThat(hex(codec.write(quotes())))
                .isEqualTo(
                        "0b788eda96010080897a80c2d72f00f00105c4ed1a100e0002100e0008100e000605c091a10105182300000000061357"
                                + "9218be2fd09ade27fbc966fa0ad9e6f7bad1b3a5d62d7f1d2024bf47625648d0d3edf7a41311a6669fee45a2839900");
        BarAccumulator trades = new BarAccumulator(0, 60_000_000, false);
        trades.addNew(trade(1_000_001, 101.25, 0.5), 7, 2, 3);
        assertThat(hex(codec.write(trades)))
                .isEqualTo(
                        "067882897a060e00000002b4bc020000000105c8fde90403e80703e8070000160000000001a4a6578e2e09949b00");
    }

    /* Ten thousand symbols close nineteen million bars a day. */
    @Test
    void shouldTakeFewBytesForAClosedBar() {
        BarAccumulator bar = quotes();

        assertThat(codec.write(bar)).hasSizeLessThan(64 + 6 * Long.BYTES);
    }

    private static BarAccumulator quotes() {
        long startUs = 1_736_121_600_000_000L;
        BarAccumulator bar = new BarAccumulator(startUs, startUs + 60_000_000, true);
        for (int number = 0; number < 6; number++) {
            long timeUs = startUs + 1_234_567 + number * 10_000_000L;
            double bid = (110_000 + number * 7 % 5) / 1e5;
            double ask = (110_002 + number * 7 % 5) / 1e5;
            Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, "feed", timeUs);
            bar.addNew(Tick.quote(origin, SymbolScript.EUR_USD, timeUs, 0, bid, ask), 1_000_000 + number * 24L, 5, 0);
        }
        return bar;
    }

    private static Tick trade(long timeUs, double price, double size) {
        return Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, "feed", timeUs),
                SymbolScript.EUR_USD,
                timeUs,
                3,
                price,
                size,
                AggressorSide.BUY,
                "t-1");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void shouldRefuseOtherVersion() {
        byte[] written = codec.write(new SymbolState(TREE));
        written[0] = 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.readSymbol(written))
                .withMessage("state version=1, this release reads 2");
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
        return state(seed, quotes, unseen -> {});
    }

    private static SymbolState state(long seed, boolean quotes, Consumer<SymbolState> afterEach) {
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
            afterEach.accept(state);
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
