package io.candlewick.connect.sink;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Sink records as a worker with {@code ByteArrayConverter} hands them over; offsets count up in partition 0. */
public final class TestRecords {

    private final Serializer<Tick> ticks;
    private final Serializer<Bar> bars;
    private final Serializer<IndicatorValues> indicators;
    private final Serializer<EconomicEvent> events;
    private long offset;

    public TestRecords(StubRegistry registry) {
        CandlewickSerdes serdes = new CandlewickSerdes(RegistryConfig.of(registry.url()));
        this.ticks = serdes.tick().serializer();
        this.bars = serdes.bar().serializer();
        this.indicators = serdes.indicators().serializer();
        this.events = serdes.record(EconomicEvent.class).serializer();
    }

    public SinkRecord tick(Tick tick) {
        return raw("ticks.history", ticks.serialize("ticks.history", tick), new ConnectHeaders());
    }

    public SinkRecord bar(Bar bar) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes(Headers.LINEAGE, utf8("ticks.history/3/100/141"));
        return raw("bars", bars.serialize("bars", bar), headers);
    }

    public SinkRecord barWithoutLineage(Bar bar) {
        return raw("bars", bars.serialize("bars", bar), new ConnectHeaders());
    }

    public SinkRecord indicators(IndicatorValues values) {
        return raw("indicators", indicators.serialize("indicators", values), new ConnectHeaders());
    }

    public SinkRecord event(EconomicEvent event) {
        return raw("calendar.events", events.serialize("calendar.events", event), new ConnectHeaders());
    }

    public SinkRecord poison(String topic) {
        return raw(topic, utf8("{\"not\":\"avro\"}"), new ConnectHeaders());
    }

    public SinkRecord raw(String topic, Object value, ConnectHeaders headers) {
        return new SinkRecord(topic, 0, null, null, null, value, offset++, 1L, TimestampType.LOG_APPEND_TIME, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
