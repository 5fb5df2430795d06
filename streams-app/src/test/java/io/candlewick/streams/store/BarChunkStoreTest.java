package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarChunkStoreTest {

    private static final String SERIES = "system|EUR/USD|1m|";
    private static final String NEIGHBOUR = "system|EUR/USD|5m|";
    private static final long MINUTE_US = 60_000_000;

    @TempDir
    private Path stateDir;

    private BarChunkStore store;

    @BeforeEach
    void open() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bar-chunks");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        StateStoreContext context = new MockProcessorContext<Void, Void>(
                        properties, new TaskId(0, 0), stateDir.toFile())
                .getStateStoreContext();
        store = BarStores.closedBars().withLoggingDisabled().build();
        store.init(context, store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldWriteTheBarsOfOneCommitAsOneChunk() {
        for (int minute = 0; minute < 10; minute++) {
            save(minute, minute);
        }
        assertThat(chunks()).isZero();

        store.flushCache();

        assertThat(chunks()).isEqualTo(1);
        assertThat(minutes(0, 100)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(minutes(3, 5)).containsExactly(3, 4);
    }

    @Test
    void shouldBoundAChunk() {
        for (int minute = 0; minute < 1_000; minute++) {
            save(minute, minute);
        }
        store.flushCache();

        assertThat(chunks()).isEqualTo(16);
        assertThat(minutes(0, 2_000)).hasSize(1_000);
    }

    @Test
    void shouldReplaceABarOfAChunkAndNothingElse() {
        for (int minute = 0; minute < 10; minute++) {
            save(minute, 1);
        }
        store.flushCache();

        save(4, 2);
        store.flushCache();

        assertThat(chunks()).isEqualTo(1);
        assertThat(value(store.series(SERIES).find(at(4)))).isEqualTo(2);
        assertThat(value(store.series(SERIES).find(at(5)))).isEqualTo(1);
        assertThat(store.series(SERIES).find(at(4) + 1)).isNull();
    }

    @Test
    void shouldLoseWhatWasNotWrittenWhenItsCacheIsCleared() {
        save(1, 1);
        store.flushCache();
        save(2, 1);

        store.clearCache();

        assertThat(minutes(0, 100)).containsExactly(1);
    }

    @Test
    void shouldKeepSeriesApart() {
        save(1, 1);
        store.series(NEIGHBOUR).save(at(2), bytes(9));
        store.flushCache();

        assertThat(minutes(0, 100)).containsExactly(1);
        store.series(NEIGHBOUR).forget(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(minutes(0, 100)).containsExactly(1);
        assertThat(chunks()).isEqualTo(1);
    }

    @Test
    void shouldTrimAChunkThatExpiresInPart() {
        for (int minute = 0; minute < 10; minute++) {
            save(minute, minute);
        }
        store.flushCache();

        store.series(SERIES).forget(Long.MIN_VALUE, at(4));

        assertThat(minutes(0, 100)).containsExactly(4, 5, 6, 7, 8, 9);
        store.series(SERIES).forget(at(2), at(20));
        assertThat(chunks()).isZero();
    }

    /* Any order of commits, restarts and calls gives what a plain map of bars gives. */
    @Test
    void shouldKeepBarsLikeAMapWhateverTheOrder() {
        for (int seed = 0; seed < 60; seed++) {
            String prefix = "tenant|S" + seed + "|1m|";
            Random random = new Random(seed);
            NavigableMap<Long, Integer> model = new TreeMap<>();
            int places = 1 << (3 + random.nextInt(9));
            for (int step = 0; step < 600; step++) {
                switch (random.nextInt(24)) {
                    case 0 -> store.flushCache();
                    case 1 -> {
                        store.flushCache();
                        store.clearCache();
                    }
                    case 2 -> forget(prefix, random, places, model);
                    case 3 -> assertRange(prefix, random.nextInt(places), random.nextInt(places), model);
                    case 4 -> assertLast(prefix, random.nextInt(20), model);
                    case 5 -> assertLastBefore(prefix, random.nextInt(places), model);
                    case 6, 7 -> saveOne(prefix, random.nextInt(places), step, model);
                    default -> saveOne(prefix, nextMinute(model, random, places), step, model);
                }
                int minute = random.nextInt(places);
                assertThat(value(store.series(prefix).find(at(minute))))
                        .as("seed %d step %d minute %d", seed, step, minute)
                        .isEqualTo(model.get(at(minute)));
            }
            assertRange(prefix, 0, places, model);
        }
    }

    private static int nextMinute(NavigableMap<Long, Integer> model, Random random, int places) {
        return model.isEmpty()
                ? random.nextInt(places)
                : (int) Math.min(places - 1, model.lastKey() / MINUTE_US + 1 + random.nextInt(3));
    }

    private void saveOne(String prefix, int minute, int value, NavigableMap<Long, Integer> model) {
        store.series(prefix).save(at(minute), bytes(value));
        model.put(at(minute), value);
    }

    private void forget(String prefix, Random random, int places, NavigableMap<Long, Integer> model) {
        int from = random.nextInt(places);
        int to = from + random.nextInt(1 + places / 4);
        long fromUs = random.nextInt(4) == 0 ? Long.MIN_VALUE : at(from);
        store.series(prefix).forget(fromUs, at(to));
        if (fromUs < at(to)) {
            model.subMap(fromUs, at(to)).clear();
        }
    }

    private void assertRange(String prefix, int from, int to, NavigableMap<Long, Integer> model) {
        List<Map.Entry<Long, Integer>> found = new ArrayList<>();
        store.series(prefix)
                .range(at(from), at(to))
                .forEach(bar -> found.add(Map.entry(bar.startUs(), read(bar.bytes()))));
        List<Map.Entry<Long, Integer>> expected =
                from < to ? List.copyOf(model.subMap(at(from), at(to)).entrySet()) : List.of();
        assertThat(found).isEqualTo(expected);
    }

    private void assertLast(String prefix, int count, NavigableMap<Long, Integer> model) {
        List<Long> expected = new ArrayList<>(model.keySet());
        assertThat(store.series(prefix).last(count).stream()
                        .map(StoredBar::startUs)
                        .toList())
                .isEqualTo(expected.subList(Math.max(0, expected.size() - count), expected.size()));
    }

    private void assertLastBefore(String prefix, int minute, NavigableMap<Long, Integer> model) {
        StoredBar found = store.series(prefix).lastBefore(at(minute), bar -> read(bar.bytes()) % 3 == 0);
        Long expected = model.headMap(at(minute), false).descendingMap().entrySet().stream()
                .filter(bar -> bar.getValue() % 3 == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        assertThat(found == null ? null : found.startUs()).isEqualTo(expected);
    }

    /* State of older releases is on disks and in changelogs. */
    @Test
    void shouldKeepItsLayout() {
        List<StoredBar> bars = List.of(new StoredBar(at(1), new byte[] {1, 2}), new StoredBar(at(3), new byte[] {3}));

        byte[] chunk = BarChunk.toBytes(bars);

        assertThat(HexFormat.of().formatHex(chunk)).isEqualTo("02" + "020102" + "f001" + "0103");
        assertThat(BarChunk.read(at(1), chunk)).extracting(StoredBar::startUs).containsExactly(at(1), at(3));
        save(1, 1);
        store.flushCache();
        try (KeyValueIterator<Bytes, byte[]> all = store.wrapped().all()) {
            assertThat(all.next().key)
                    .isEqualTo(Bytes.wrap(ByteBuffer.allocate(SERIES.length() + Long.BYTES)
                            .put(SERIES.getBytes(StandardCharsets.UTF_8))
                            .putLong(at(1) ^ Long.MIN_VALUE)
                            .array()));
        }
    }

    @Test
    void shouldNameAVersionItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BarChunk.read(0, new byte[] {1, 0, 0}))
                .withMessage("bars version=1, this release reads 2");
    }

    private void save(int minute, int value) {
        store.series(SERIES).save(at(minute), bytes(value));
    }

    private List<Integer> minutes(int from, int to) {
        return store.series(SERIES).range(at(from), at(to)).stream()
                .map(bar -> (int) (bar.startUs() / MINUTE_US))
                .toList();
    }

    private int chunks() {
        int count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.wrapped().all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    private static long at(int minute) {
        return minute * MINUTE_US;
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static @Nullable Integer value(byte @Nullable [] bytes) {
        return bytes == null ? null : read(bytes);
    }

    private static int read(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
