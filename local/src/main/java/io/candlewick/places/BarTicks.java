package io.candlewick.places;

import io.candlewick.avro.TickKind;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads the ticks of a bar back from their topic, by the offsets that the bar names. */
public final class BarTicks {

    private static final Comparator<Found> ORDER = Comparator.comparingLong(
                    (Found found) -> found.tick().eventTimeUs())
            .thenComparingLong(found -> found.tick().sequence())
            .thenComparingLong(Found::offset);

    private final TopicScan scan;
    private final RecordSerdes serdes;

    /**
     * The tick topics of a broker.
     *
     * @param kafka the broker
     * @param serdes how ticks are read
     */
    public BarTicks(KafkaConnection kafka, RecordSerdes serdes) {
        this.scan = new TopicScan(kafka);
        this.serdes = serdes;
    }

    /**
     * A tick in its topic.
     *
     * @param tick the tick
     * @param offset where it stands
     * @param publishedUs when the broker took it
     * @param rejected why it was rejected; empty if it was not
     */
    public record Found(Tick tick, long offset, long publishedUs, Optional<String> rejected) {}

    /**
     * The ticks of a bar's symbol and span within the offsets it was made of.
     *
     * @param key the bar
     * @param endUs the bar's end
     * @param lineage where its ticks are
     * @return the ticks by event time, those that were rejected among them
     * @throws PlaceException if a topic cannot be read
     */
    public List<Found> read(BarKey key, long endUs, BarLineage lineage) throws PlaceException {
        Map<Long, String> rejected = rejected(key, lineage);
        List<Found> ticks = new ArrayList<>();
        Deserializer<Tick> deserializer = serdes.tick().deserializer();
        TopicPartition partition = new TopicPartition(lineage.topic(), lineage.partition());
        scan.read(partition, lineage.firstOffset(), lineage.lastOffset(), record -> {
            Tick tick = tickOf(record, deserializer);
            if (tick != null && isOf(key, endUs, tick)) {
                ticks.add(new Found(
                        tick,
                        record.offset(),
                        TimeUnit.MILLISECONDS.toMicros(record.timestamp()),
                        Optional.ofNullable(rejected.get(record.offset()))));
            }
        });
        ticks.sort(ORDER);
        return ticks;
    }

    private static boolean isOf(BarKey key, long endUs, Tick tick) {
        return tick.kind() != TickKind.HEARTBEAT
                && tick.symbol().equals(key.symbol())
                && tick.tenant().equals(key.tenant())
                && tick.eventTimeUs() >= key.startTimeUs()
                && tick.eventTimeUs() < endUs;
    }

    private Map<Long, String> rejected(BarKey key, BarLineage lineage) throws PlaceException {
        Map<Long, String> rejected = new HashMap<>();
        String partition = Integer.toString(lineage.partition());
        scan.read(Topics.TICKS_REJECTED.name(), key.symbol(), record -> {
            if (lineage.topic().equals(text(record, Headers.ORIGIN_TOPIC))
                    && partition.equals(text(record, Headers.ORIGIN_PARTITION))) {
                rejected.put(Long.valueOf(text(record, Headers.ORIGIN_OFFSET)), text(record, Headers.REJECT_REASON));
            }
        });
        return rejected;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // Poison records are no ticks: the topology sends them to its dead-letter topic.
    private static @Nullable Tick tickOf(ConsumerRecord<byte[], byte[]> record, Deserializer<Tick> deserializer) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException poison) {
            return null;
        }
    }
}
