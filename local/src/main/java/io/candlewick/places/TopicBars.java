package io.candlewick.places;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.serde.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The bars in topic {@code bars}, read with Avro's generic reader and not with the codec that wrote them, so that a comparison checks the
 * codec too.
 */
public final class TopicBars implements BarPlace {

    private static final int HEADER_LENGTH = 5;
    /* Without conversions: times stay microseconds. */
    private static final GenericData PLAIN = new GenericData();

    private final TopicScan scan;
    private final SchemaRegistry registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    /**
     * The topic on a broker.
     *
     * @param bootstrapServers a broker that asks nothing of anybody
     * @param registry the schemas' registry
     */
    public TopicBars(String bootstrapServers, SchemaRegistry registry) {
        this(KafkaConnection.unsecured(bootstrapServers), registry);
    }

    /**
     * The topic on a broker.
     *
     * @param kafka the broker
     * @param registry the schemas' registry
     */
    public TopicBars(KafkaConnection kafka, SchemaRegistry registry) {
        this.scan = new TopicScan(kafka);
        this.registry = registry;
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public List<BarRow> read(BarRange range) throws PlaceException {
        String prefix = range.keyPrefix();
        TreeMap<Long, BarRow> rows = new TreeMap<>();
        scan.read(Topics.BARS.name(), range.symbol(), record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix) && range.holds(BarKey.parse(key).startTimeUs())) {
                BarRow row = row(record);
                rows.merge(row.startTimeUs(), row, (before, now) -> now.version() >= before.version() ? now : before);
            }
        });
        return new ArrayList<>(rows.values());
    }

    /**
     * The topic for one symbol as it is when it is asked first: read once, for all its timeframes.
     *
     * @param tenant whose data
     * @param symbol the instrument
     * @return a place that does not change from then on
     */
    public BarPlace snapshot(String tenant, Symbol symbol) {
        return new Snapshot(tenant + '|' + symbol.text() + '|', symbol);
    }

    /**
     * Everything the topic says of one bar, the first saying first.
     *
     * @param key the bar
     * @return its revisions; empty if the topic does not hold it
     * @throws PlaceException if the topic cannot be read
     */
    public List<BarRevision> revisions(BarKey key) throws PlaceException {
        String text = key.text();
        List<BarRevision> revisions = new ArrayList<>();
        scan.read(Topics.BARS.name(), key.symbol(), record -> {
            if (text.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                revisions.add(BarRevision.of(record, row(record)));
            }
        });
        return revisions;
    }

    private final class Snapshot implements BarPlace {

        private final String ofSymbol;
        private final Symbol symbol;
        private @Nullable Map<String, BarRow> rows;

        Snapshot(String ofSymbol, Symbol symbol) {
            this.ofSymbol = ofSymbol;
            this.symbol = symbol;
        }

        @Override
        public String name() {
            return "topic";
        }

        @Override
        public List<BarRow> read(BarRange range) throws PlaceException {
            String prefix = range.keyPrefix();
            TreeMap<Long, BarRow> found = new TreeMap<>();
            rows().forEach((key, row) -> {
                if (key.startsWith(prefix) && range.holds(row.startTimeUs())) {
                    found.put(row.startTimeUs(), row);
                }
            });
            return new ArrayList<>(found.values());
        }

        private Map<String, BarRow> rows() throws PlaceException {
            if (rows != null) {
                return rows;
            }
            Map<String, BarRow> read = new HashMap<>();
            scan.read(Topics.BARS.name(), symbol, record -> {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.startsWith(ofSymbol)) {
                    read.merge(key, row(record), (before, now) -> now.version() >= before.version() ? now : before);
                }
            });
            rows = read;
            return read;
        }
    }

    private BarRow row(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer header = ByteBuffer.wrap(record.value());
        header.get();
        GenericDatumReader<GenericRecord> reader = readers.computeIfAbsent(header.getInt(), this::readerOf);
        try {
            GenericRecord bar = reader.read(
                    null,
                    DecoderFactory.get()
                            .binaryDecoder(record.value(), HEADER_LENGTH, record.value().length - HEADER_LENGTH, null));
            List<@Nullable Object> values = new ArrayList<>();
            for (BarField field : BarField.ALL) {
                values.add(plain(field, bar.get(field.name())));
            }
            return new BarRow(values);
        } catch (IOException broken) {
            throw new KafkaException("record " + record.partition() + "/" + record.offset() + " is broken", broken);
        }
    }

    private GenericDatumReader<GenericRecord> readerOf(int id) {
        Schema written = registry.schema(id);
        return new GenericDatumReader<>(
                written, io.candlewick.contract.ContractSchemas.of(io.candlewick.avro.Bar.class), PLAIN);
    }

    private static @Nullable Object plain(BarField field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case TEXT -> value.toString();
            case WHOLE, TIME -> ((Number) value).longValue();
            case NUMBER, FLAG -> value;
        };
    }
}
