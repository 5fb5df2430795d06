package io.candlewick.places;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorValues;
import io.candlewick.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;

/** The indicator values in topic {@code indicators}. */
public final class TopicIndicators implements IndicatorPlace {

    private final TopicScan scan;
    private final Deserializer<IndicatorValues> values;

    /**
     * The topic on a broker.
     *
     * @param bootstrapServers a broker that asks nothing of anybody
     * @param serdes how records are read
     */
    public TopicIndicators(String bootstrapServers, RecordSerdes serdes) {
        this(KafkaConnection.unsecured(bootstrapServers), serdes);
    }

    /**
     * The topic on a broker.
     *
     * @param kafka the broker
     * @param serdes how records are read
     */
    public TopicIndicators(KafkaConnection kafka, RecordSerdes serdes) {
        this.scan = new TopicScan(kafka);
        this.values = serdes.indicators().deserializer();
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public List<IndicatorReading> read(BarRange range) throws PlaceException {
        String prefix = range.keyPrefix();
        TreeMap<Long, IndicatorReading> readings = new TreeMap<>();
        scan.read(Topics.INDICATORS.name(), range.symbol(), record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix) && range.holds(BarKey.parse(key).startTimeUs())) {
                IndicatorReading reading = reading(values.deserialize(record.topic(), record.value()));
                readings.merge(
                        reading.startTimeUs(),
                        reading,
                        (before, now) -> now.version() >= before.version() ? now : before);
            }
        });
        return new ArrayList<>(readings.values());
    }

    private static IndicatorReading reading(IndicatorValues set) {
        TreeMap<String, Double> byName = new TreeMap<>();
        for (int index = 0; index < set.columns().size(); index++) {
            byName.put(set.columns().get(index).name(), set.value(index));
        }
        return new IndicatorReading(
                set.key().startTimeUs(), set.status().name(), set.revision(), set.version(), set.barsSeen(), byName);
    }
}
