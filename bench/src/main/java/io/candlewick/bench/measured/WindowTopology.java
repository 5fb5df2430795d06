package io.candlewick.bench.measured;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The same eight timeframes as a user of the DSL writes them: {@code groupByKey().windowedBy().aggregate()} eight times.
 *
 * <p>It is no straw man: the stores keep at least a day, because with the default retention RocksDB opens and closes a segment every minute
 * of event time; the aggregate is a mutable object with a serde of 72 bytes written by hand; caching is on; and it makes less than a bar,
 * writes none to a topic, and knows no late tick, calendar or feed.
 */
final class WindowTopology {

    private static final Duration LEAST_RETENTION = Duration.ofDays(1);

    private WindowTopology() {}

    static Topology of(String topic, RecordSerdes serdes) {
        StreamsBuilder builder = new StreamsBuilder();
        KGroupedStream<String, Tick> quotes = builder.stream(
                        topic,
                        Consumed.with(Serdes.String(), serdes.tick())
                                .withName("read-ticks")
                                .withTimestampExtractor((record, before) ->
                                        Math.floorDiv(((Tick) record.value()).eventTimeUs(), 1_000)))
                .filter(
                        (symbol, tick) -> tick.kind() == TickKind.QUOTE,
                        org.apache.kafka.streams.kstream.Named.as("only-quotes"))
                .groupByKey(Grouped.with("by-symbol", Serdes.String(), serdes.tick()));
        for (Timeframe timeframe : Timeframe.STANDARD) {
            Duration size = Duration.of(timeframe.lengthUs(), ChronoUnit.MICROS);
            Duration kept = size.plus(Instrument.DEFAULT_GRACE);
            quotes.windowedBy(TimeWindows.ofSizeAndGrace(size, Instrument.DEFAULT_GRACE))
                    .aggregate(
                            WindowBar::new,
                            (symbol, tick, bar) -> bar.add(tick),
                            Materialized.<String, WindowBar, WindowStore<Bytes, byte[]>>as("bars-" + timeframe.code())
                                    .withKeySerde(Serdes.String())
                                    .withValueSerde(WindowBar.serde())
                                    .withRetention(kept.compareTo(LEAST_RETENTION) > 0 ? kept : LEAST_RETENTION));
        }
        return builder.build();
    }
}
