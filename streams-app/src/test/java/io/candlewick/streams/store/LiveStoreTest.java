package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveStoreTest {

    private static final FeedKey FIRST = new FeedKey("system", "feed-1", "");
    private static final FeedKey SECOND = new FeedKey("system", "feed-2", "");

    @TempDir
    private Path stateDir;

    @Test
    void shouldKeepWhatWasDrained() {
        LiveStore<FeedKey, Long> store = open();
        store.put(FIRST, 10L);
        store.put(FIRST, 11L);
        store.put(SECOND, 20L);
        store.flushCache();
        store.close();

        assertThat(entries(open())).containsOnly(Map.entry(FIRST, 11L), Map.entry(SECOND, 20L));
    }

    @Test
    void shouldLoseWhatWasNotDrained() {
        LiveStore<FeedKey, Long> store = open();
        store.put(FIRST, 10L);
        store.flushCache();
        store.put(FIRST, 11L);
        store.put(SECOND, 20L);
        store.close();

        assertThat(entries(open())).containsOnly(Map.entry(FIRST, 10L));
    }

    @Test
    void shouldGoBackToWhatWasDrainedWhenItsCacheIsCleared() {
        LiveStore<FeedKey, Long> store = open();
        store.put(FIRST, 10L);
        store.flushCache();
        store.put(FIRST, 11L);
        store.remove(SECOND);

        store.clearCache();

        assertThat(entries(store)).containsOnly(Map.entry(FIRST, 10L));
        store.close();
    }

    @Test
    void shouldForgetWhatWasRemoved() {
        LiveStore<FeedKey, Long> store = open();
        store.put(FIRST, 10L);
        store.put(SECOND, 20L);
        store.flushCache();

        store.remove(FIRST);
        assertThat(store.get(FIRST)).isNull();
        assertThat(entries(store)).containsOnlyKeys(SECOND);
        store.flushCache();
        store.close();

        assertThat(entries(open())).containsOnly(Map.entry(SECOND, 20L));
    }

    @Test
    void shouldKeepWhatWasPutAgainAfterRemoval() {
        LiveStore<FeedKey, Long> store = open();
        store.put(FIRST, 10L);
        store.remove(FIRST);
        store.put(FIRST, 12L);
        store.flushCache();
        store.close();

        assertThat(entries(open())).containsOnly(Map.entry(FIRST, 12L));
    }

    @Test
    void shouldKeepThePlaceOfAKeyUntilItIsDeletedOrTheHeapForgotten() {
        LiveStore<FeedKey, Long> store = open();
        LiveStore.Slot<FeedKey, Long> slot = store.slot(FIRST);
        assertThat(slot.value()).isNull();
        store.put(slot, 10L);
        store.flushCache();
        assertThat(slot.isGone()).isFalse();
        assertThat(store.get(FIRST)).isEqualTo(10L);

        store.remove(FIRST);
        store.put(slot, 11L);
        store.flushCache();
        assertThat(slot.isGone()).isFalse();

        store.remove(FIRST);
        store.flushCache();
        assertThat(slot.isGone()).isTrue();

        LiveStore.Slot<FeedKey, Long> anew = store.slot(FIRST);
        store.put(anew, 12L);
        store.clearCache();
        assertThat(anew.isGone()).isTrue();
        assertThat(entries(store)).isEmpty();
        store.close();
    }

    @Test
    void shouldDrainWithTheOtherTasksOfItsThread() {
        LiveStore<FeedKey, Long> asked = open(0);
        LiveStore<FeedKey, Long> neighbour = open(1);
        neighbour.put(FIRST, 10L);
        asked.put(FIRST, 20L);

        asked.flushCache();
        asked.close();
        neighbour.close();

        assertThat(entries(open(1))).containsOnly(Map.entry(FIRST, 10L));
        assertThat(entries(open(0))).containsOnly(Map.entry(FIRST, 20L));
    }

    @Test
    void shouldNotBeDrainedByTheTasksOfAnotherThread() throws InterruptedException {
        LiveStore<FeedKey, Long> store = open(0);
        store.put(FIRST, 10L);

        Thread another = new Thread(() -> {
            LiveStore<FeedKey, Long> stranger = open(1);
            stranger.put(FIRST, 20L);
            stranger.flushCache();
            stranger.close();
        });
        another.start();
        another.join();
        store.close();

        assertThat(entries(open(0))).isEmpty();
        assertThat(entries(open(1))).containsOnly(Map.entry(FIRST, 20L));
    }

    @Test
    void shouldNotBeDrainedOnceItIsCleared() {
        LiveStore<FeedKey, Long> cleared = open(0);
        LiveStore<FeedKey, Long> asked = open(1);
        cleared.put(FIRST, 10L);
        cleared.clearCache();

        asked.flushCache();
        cleared.close();

        assertThat(entries(open(0))).isEmpty();
        asked.close();
    }

    private static Map<FeedKey, Long> entries(LiveStore<FeedKey, Long> store) {
        Map<FeedKey, Long> entries = new HashMap<>();
        store.forEach(entries::put);
        return entries;
    }

    private LiveStore<FeedKey, Long> open() {
        return open(0);
    }

    private LiveStore<FeedKey, Long> open(int partition) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "live-store");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        StateStoreContext context = new MockProcessorContext<Void, Void>(
                        properties,
                        new TaskId(0, partition),
                        stateDir.resolve("" + partition).toFile())
                .getStateStoreContext();
        LiveStore<FeedKey, Long> store =
                BarStores.feedClocks().withLoggingDisabled().build();
        store.init(context, store);
        return store;
    }
}
