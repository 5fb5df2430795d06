package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.compose.RepositoryRoot;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.TapeEntry;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.domain.indicator.SeriesProgressCodec;
import io.candlewick.streams.domain.quality.PriceReference;
import io.candlewick.streams.domain.series.SymbolSeriesCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** State that was damaged on a disk is read as something or refused in words, and neither takes all memory nor goes on for ever. */
class StateFuzzTest {

    private static final TimeframeTree TREE = new TimeframeTree(Timeframe.STANDARD);
    private static final StateCodec STATE = new StateCodec(TREE);
    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final BarKey KEY = new BarKey("system", Symbol.of("EUR/USD"), Timeframe.M1, 0);
    private static final Map<String, Consumer<byte[]>> READERS = Map.of(
            StoreNames.SYMBOLS,
            STATE::readSymbol,
            StoreNames.PRICE_REFERENCES,
            PriceReference::fromBytes,
            StoreNames.SERIES,
            new SymbolSeriesCodec(TREE)::read,
            StoreNames.INDICATOR_SERIES,
            new SeriesProgressCodec(PLAN)::read,
            StoreNames.INDICATOR_SNAPSHOTS,
            new IndicatorStateCodec(PLAN)::read,
            StoreNames.CLOSED_BARS,
            bytes -> BarChunk.read(0, bytes).forEach(bar -> STATE.readBar(bar.startUs(), bar.bytes())),
            StoreNames.CANONICAL_BARS,
            bytes -> BarChunk.read(0, bytes).forEach(bar -> CanonicalBarCodec.read(KEY, bar.bytes())),
            StoreNames.TRADES,
            bytes -> TradeStore.read(bytes, new ArrayList<TapeEntry>()));
    private static final int SERIES_HEADER = 1 + Long.BYTES + Short.BYTES;
    private static final Map<String, List<byte[]>> WHOLE = golden();
    private static final AtomicLong READ = new AtomicLong();
    private static final AtomicLong REFUSED = new AtomicLong();

    @Property(seed = "7")
    void shouldReadOrRefuseDamagedState(@ForAll long seed) {
        Random random = new Random(seed);
        String store = any(new ArrayList<>(new TreeMap<>(READERS).keySet()), random);

        readOrRefuse(store, damaged(any(WHOLE.getOrDefault(store, List.of()), random), random));
    }

    @Property(seed = "7")
    void shouldReadOrRefuseNoise(@ForAll byte[] noise, @ForAll boolean ofARightVersion) {
        READERS.forEach((store, reader) -> {
            byte[] bytes = noise.clone();
            if (ofARightVersion && bytes.length > 0) {
                bytes[0] = WHOLE.getOrDefault(store, List.of()).get(0)[0];
            }
            readOrRefuse(store, bytes);
        });
    }

    private static void readOrRefuse(String store, byte[] bytes) {
        try {
            READERS.getOrDefault(store, unknown -> {}).accept(bytes);
            READ.incrementAndGet();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).as(store).isNotBlank();
            REFUSED.incrementAndGet();
        }
    }

    @AfterContainer
    static void tell() {
        System.out.printf(
                Locale.ROOT,
                "fuzz state: %,d entries, %,d read as something, %,d refused in words%n",
                READ.get() + REFUSED.get(),
                READ.get(),
                REFUSED.get());
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 1)) : whole.clone();
        for (int times = random.nextInt(4); times >= 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xFF;
                case 1 -> 0;
                case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                default -> (byte) random.nextInt();
            };
        }
        return bytes;
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static Map<String, List<byte[]>> golden() {
        Map<String, List<byte[]>> golden = new TreeMap<>();
        try {
            Files.readAllLines(RepositoryRoot.resolve("topology-tests/src/test/resources/golden/0.1.txt"))
                    .forEach(line -> {
                        String[] words = line.split(" ", -1);
                        golden.computeIfAbsent(words[0], store -> new ArrayList<>())
                                .add(HexFormat.of().parseHex(words[2]));
                    });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        // A snapshot is what a series without corrections holds behind its header.
        golden.put(
                StoreNames.INDICATOR_SNAPSHOTS,
                golden.getOrDefault(StoreNames.INDICATOR_SERIES, List.of()).stream()
                        .map(bytes -> Arrays.copyOfRange(bytes, SERIES_HEADER, bytes.length))
                        .toList());
        return golden;
    }
}
