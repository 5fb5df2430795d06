package io.candlewick.streams.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.candlewick.streams.config.ByteSize;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What was written of series that were asked for, for whoever asks for the same: closed bars stay as they are, and writing them is most of the
 * work of an answer.
 *
 * <p><b>Shape</b>: as much as fits into the memory it was given; what was asked for least goes first. <b>Thread</b>: any.
 */
final class WrittenAnswers {

    private final long mostBytes;
    private final Cache<Key, WrittenSeries> series;

    private record Key(Lane lane, Wording wording) {}

    private final Map<KeptUse, Counter> uses = new EnumMap<>(KeptUse.class);
    private final Counter dropped;

    WrittenAnswers(ByteSize memory, MeterRegistry meters) {
        this.mostBytes = memory.bytes();
        this.series = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .<Key, WrittenSeries>weigher((key, kept) -> kept.bytes())
                .executor(Runnable::run)
                .evictionListener((key, kept, cause) -> dropped())
                .build();
        for (KeptUse use : KeptUse.values()) {
            uses.put(
                    use,
                    Counter.builder("candlewick.kept.answers")
                            .description(
                                    "Answers of the newest bars: kept as text, grown by bars that closed, or written anew")
                            .tag("text", use.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        this.dropped = Counter.builder("candlewick.kept.dropped")
                .description("Series whose text was given up because the memory for it was full")
                .register(meters);
        Gauge.builder("candlewick.kept.series", series, Cache::estimatedSize)
                .description("Series that are kept as text, each wording by itself")
                .register(meters);
        Gauge.builder("candlewick.kept", series, WrittenAnswers::weight)
                .description("Memory that kept text takes")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        Gauge.builder("candlewick.kept.limit", () -> mostBytes)
                .description("Memory that kept text may take")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    private void dropped() {
        dropped.increment();
    }

    private static double weight(Cache<Key, WrittenSeries> series) {
        return series.policy()
                .eviction()
                .map(eviction -> (double) eviction.weightedSize().orElse(0))
                .orElse(0.0);
    }

    /** Whether anything is kept at all. */
    boolean isOn() {
        return mostBytes > 0;
    }

    /** The bars of a series in a lane as they are now. */
    WrittenSeries.Written read(Lane lane, Wording wording, WrittenSeries.Source source, boolean withOpen)
            throws StoreUnavailableException {
        Key key = new Key(lane, wording);
        WrittenSeries kept = series.get(key, unwritten -> new WrittenSeries(wording));
        int before = kept.bytes();
        WrittenSeries.Written written = kept.read(source, withOpen);
        if (kept.bytes() != before) {
            // Weighed again.
            series.put(key, kept);
        }
        Objects.requireNonNull(uses.get(written.use())).increment();
        return written;
    }
}
