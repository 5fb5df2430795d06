package io.candlewick.streams.query;

import static java.util.Objects.requireNonNull;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.ByteSize;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.store.StoreContent;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The same question answered twice from the stores of a lane: made anew, and with what was kept of earlier answers. */
public final class BothAnswers {

    private final Instrument instrument;
    private final Map<Lane, LaneState> lanes = new EnumMap<>(Lane.class);
    private final WrittenLanes written;
    private final LargeWrites writes = new LargeWrites();
    private int ofText;

    /** Nothing is kept yet. */
    public BothAnswers(
            Map<Lane, Map<String, StateStore>> stores, Instrument instrument, StateCodec codec, IndicatorPlan plan) {
        this.instrument = instrument;
        Optional<Instrument> known = Optional.of(instrument);
        stores.forEach((lane, found) -> lanes.put(
                lane,
                new LaneState(
                        (symbol, active) -> new Stores(found),
                        (tenant, symbol) -> known,
                        new LaneState.Making(
                                codec, Optional.of(plan), 1_000, lane == Lane.LIVE ? BarSource.LIVE : null))));
        this.written = new WrittenLanes(lanes, new WrittenAnswers(ByteSize.parse("64MiB"), new SimpleMeterRegistry()));
    }

    /** How many answers so far were of text that was kept. */
    public int ofText() {
        return ofText;
    }

    /** What is asked. */
    public record Question(
            Timeframe timeframe,
            int limit,
            Set<String> indicators,
            Set<String> fields,
            boolean valuesOnly,
            boolean forming) {

        boolean withIndicators() {
            return valuesOnly || !indicators.isEmpty();
        }
    }

    private SeriesWish wish(Question question) {
        SeriesRange range = new SeriesRange(
                instrument.tenant(),
                instrument.symbol(),
                question.timeframe,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                question.limit);
        List<BarField> fields = question.fields.isEmpty()
                ? BarField.ALL
                : new TreeSet<>(question.fields).stream().map(BarField::parse).toList();
        return new SeriesWish(
                range,
                question.withIndicators(),
                question.indicators.contains("all") ? Set.of() : question.indicators,
                fields,
                question.forming);
    }

    /** The answer, made of the bars. */
    public String made(Question question) throws StoreUnavailableException, IOException {
        SeriesWish wish = wish(question);
        LaneAnswer answer = new LaneAnswer(List.of(), List.of(), false, 0);
        for (LaneState lane : lanes.values()) {
            answer = StateTier.merged(answer, lane.read(wish, true), wish);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SeriesAnswer series =
                SeriesAnswer.of(new TierAnswer(StateTier.NAME, 0, answer.bars(), answer.indicators()), Map.of());
        if (question.valuesOnly) {
            SeriesJson.indicators(wish, series, out);
        } else {
            SeriesJson.bars(wish, series, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The answer, of what was written before as far as it still stands. */
    public String kept(Question question) throws StoreUnavailableException, IOException {
        SeriesWish wish = wish(question);
        WrittenSeries.Written found = written.read(wish, question.valuesOnly).orElse(null);
        if (found == null) {
            return made(question);
        }
        ofText++;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SeriesAnswer about = SeriesAnswer.of(new TierAnswer(StateTier.NAME, 0, List.of(), List.of()), Map.of());
        WrittenAnswer answer = new WrittenAnswer(about, found.closed(), found.open());
        SeriesJson.Frame frame = SeriesJson.frame(wish, question.valuesOnly, about);
        writes.write(out, body -> frame.write(answer, body));
        if (frame.lengthWith(answer) != out.size()) {
            throw new IllegalStateException(
                    "length=" + frame.lengthWith(answer) + " announced, " + out.size() + " bytes written");
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private record Stores(Map<String, StateStore> stores) implements PartitionStores {

        @Override
        public <T extends @Nullable Object> T read(
                String store, Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> reading) {
            return reading.apply(StoreContent.ofBytes(requireNonNull(stores.get(store))));
        }

        @Override
        public byte @Nullable [] value(String store, String key) {
            return StoreContent.ofText(requireNonNull(stores.get(store))).get(key);
        }

        @Override
        public SeriesChanges changes(BarSeriesKey series) {
            return requireNonNull(
                    ((BarChunkStore) requireNonNull(stores.get(StoreNames.CANONICAL_BARS))).follow(series));
        }

        @Override
        public long lag() {
            return 0;
        }
    }
}
