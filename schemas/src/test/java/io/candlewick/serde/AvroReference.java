package io.candlewick.serde;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** What Avro itself makes of our records: fields found by name, bytes by Avro's own writer. */
final class AvroReference {

    private AvroReference() {}

    static GenericRecord of(Schema schema, Tick tick) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("tenant", tick.tenant());
        fields.put("symbol", tick.symbol().text());
        fields.put("feed", tick.feed());
        fields.put("kind", tick.kind());
        fields.put("event_time", tick.eventTimeUs());
        fields.put("ingest_time", tick.ingestTimeUs());
        fields.put("sequence", tick.sequence());
        fields.put("bid", orNull(tick.bid()));
        fields.put("ask", orNull(tick.ask()));
        fields.put("bid_size", orNull(tick.bidSize()));
        fields.put("ask_size", orNull(tick.askSize()));
        fields.put("price", orNull(tick.price()));
        fields.put("size", orNull(tick.size()));
        fields.put("aggressor_side", tick.aggressorSide());
        fields.put("trade_id", tick.tradeId());
        fields.put("venue", tick.venue());
        fields.put("conditions", tick.conditions());
        fields.put("action", tick.action());
        fields.put("feed_status", tick.feedStatus());
        return record(schema, fields);
    }

    static GenericRecord of(Schema schema, Bar bar) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("tenant", bar.key().tenant());
        fields.put("symbol", bar.key().symbol().text());
        fields.put("timeframe", bar.key().timeframe().code());
        fields.put("start_time", bar.key().startTimeUs());
        fields.put("end_time", bar.endTimeUs());
        fields.put("open", bar.price().open());
        fields.put("high", bar.price().high());
        fields.put("low", bar.price().low());
        fields.put("close", bar.price().close());
        putSide(fields, "bid", bar.bid());
        putSide(fields, "ask", bar.ask());
        fields.put("volume", bar.volume());
        fields.put("tick_count", bar.tickCount());
        fields.put("vwap", orNull(bar.vwap()));
        fields.put("spread_mean", orNull(bar.spreadMean()));
        fields.put("spread_max", orNull(bar.spreadMax()));
        fields.put("range_pips", orNull(bar.rangePips()));
        fields.put("body_pips", orNull(bar.bodyPips()));
        fields.put("buy_volume", orNull(bar.buyVolume()));
        fields.put("sell_volume", orNull(bar.sellVolume()));
        fields.put("first_tick_time", bar.firstTickTimeUs() == Bar.NO_TIME ? null : bar.firstTickTimeUs());
        fields.put("last_tick_time", bar.lastTickTimeUs() == Bar.NO_TIME ? null : bar.lastTickTimeUs());
        fields.put("status", bar.status());
        fields.put("revision", bar.revision());
        fields.put("cause", bar.cause());
        fields.put("source", bar.source());
        fields.put("complete", bar.complete());
        fields.put("version", bar.version());
        return record(schema, fields);
    }

    static GenericRecord of(Schema schema, IndicatorValues set) {
        Schema valueType = schema.getField("values").schema().getValueType();
        // Avro writes a map in its own order, so the reference keeps ours.
        Map<String, Object> values = new LinkedHashMap<>();
        for (int index = 0; index < set.columns().size(); index++) {
            IndicatorColumn column = set.columns().get(index);
            if (Double.isFinite(set.value(index))) {
                values.put(
                        column.name(),
                        record(
                                valueType,
                                Map.of(
                                        "value",
                                        set.value(index),
                                        "formula_id",
                                        column.formulaId(),
                                        "parameters",
                                        column.parameters())));
            }
        }
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("tenant", set.key().tenant());
        fields.put("symbol", set.key().symbol().text());
        fields.put("timeframe", set.key().timeframe().code());
        fields.put("start_time", set.key().startTimeUs());
        fields.put("end_time", set.endTimeUs());
        fields.put("status", set.status());
        fields.put("revision", set.revision());
        fields.put("version", set.version());
        fields.put("bars_seen", set.barsSeen());
        fields.put("values", values);
        return record(schema, fields);
    }

    static byte[] bytes(GenericRecord record) {
        return bytes(new GenericDatumWriter<>(record.getSchema()), record);
    }

    static <T> byte[] bytes(DatumWriter<T> writer, T record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            writer.write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same record as a writer makes it that gives each block of a map its size in bytes. */
    static byte[] blockedBytes(GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static GenericRecord read(Schema schema, byte[] bytes) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Fields the schema knows and the map does not stay unset, fields of the map the schema lacks are left out. */
    private static GenericRecord record(Schema schema, Map<String, @Nullable Object> fields) {
        GenericRecord record = new GenericData.Record(schema);
        fields.forEach((name, value) -> {
            Schema.Field field = schema.getField(name);
            if (field != null) {
                record.put(name, value instanceof Enum<?> symbol ? symbol(field.schema(), symbol) : value);
            }
        });
        return record;
    }

    private static GenericData.EnumSymbol symbol(Schema schema, Enum<?> symbol) {
        Schema type = schema.isUnion() ? schema.getTypes().get(1) : schema;
        return new GenericData.EnumSymbol(type, symbol);
    }

    private static void putSide(Map<String, @Nullable Object> fields, String side, @Nullable Ohlc prices) {
        fields.put(side + "_open", prices == null ? null : orNull(prices.open()));
        fields.put(side + "_high", prices == null ? null : orNull(prices.high()));
        fields.put(side + "_low", prices == null ? null : orNull(prices.low()));
        fields.put(side + "_close", prices == null ? null : orNull(prices.close()));
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
