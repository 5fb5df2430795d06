package io.candlewick.connect.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a converter or a transformation made of a record, a {@link Struct} or a map, back into the body of one of our own records, field by
 * field by name.
 *
 * <p><b>Edges</b>: a field that is not there has its default; fields we do not know are left out; a time may be a number of microseconds or
 * Connect's own timestamp, which holds milliseconds. <b>Errors</b>: {@link SerializationException} naming the field. <b>Thread</b>: one.
 */
final class FieldedRecord {

    private final Schema schema;
    private final GenericDatumWriter<Object> writer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;

    FieldedRecord(Schema schema) {
        this.schema = schema;
        this.writer = new GenericDatumWriter<>(schema);
    }

    /** The record's body in Avro's binary encoding. */
    byte[] encode(Object fields) {
        body.reset();
        encoder = EncoderFactory.get().binaryEncoder(body, encoder);
        try {
            writer.write(record(schema, fields), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (AvroRuntimeException | ClassCastException unfit) {
            throw new SerializationException("does not fit " + schema.getName() + ": " + unfit.getMessage(), unfit);
        }
        return body.toByteArray();
    }

    private static GenericData.Record record(Schema schema, Object fields) {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = field(fields, field.name());
            record.put(field.pos(), value == null ? absent(field) : convert(field.name(), field.schema(), value));
        }
        return record;
    }

    /** A field by its name; null where it is null or not there. */
    static @Nullable Object field(Object fields, String name) {
        if (fields instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (fields instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        throw new SerializationException("is a " + fields.getClass().getName() + " and has no fields");
    }

    private static @Nullable Object absent(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            throw new SerializationException("has no field '" + field.name() + "'");
        }
        return GenericData.get().getDefaultValue(field);
    }

    private static Object convert(String name, Schema schema, Object value) {
        return switch (schema.getType()) {
            case UNION -> convert(name, present(schema), value);
            case STRING -> value.toString();
            case ENUM -> constant(name, schema, value.toString());
            case LONG -> timeUs(name, value);
            case INT -> Math.toIntExact(whole(name, value));
            case DOUBLE -> number(name, value).doubleValue();
            case BOOLEAN, BYTES, FIXED, FLOAT, NULL -> value;
            case RECORD -> record(schema, value);
            case ARRAY -> elements(name, schema, value);
            case MAP -> entries(name, schema, value);
        };
    }

    private static Schema present(Schema union) {
        return union.getTypes().get(union.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0);
    }

    private static GenericData.EnumSymbol constant(String name, Schema schema, String symbol) {
        if (!schema.hasEnumSymbol(symbol)) {
            throw new SerializationException(
                    "field '" + name + "' is '" + symbol + "', none of " + schema.getEnumSymbols());
        }
        return new GenericData.EnumSymbol(schema, symbol);
    }

    private static Number number(String name, Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw new SerializationException(
                "field '" + name + "' is a " + value.getClass().getSimpleName() + " and no number");
    }

    private static long whole(String name, Object value) {
        Number number = number(name, value);
        if (number.longValue() != number.doubleValue() && Math.rint(number.doubleValue()) != number.doubleValue()) {
            throw new SerializationException("field '" + name + "' is " + value + " and no whole number");
        }
        return number.longValue();
    }

    /** A number of microseconds, or Connect's own timestamp. */
    @SuppressWarnings("JavaUtilDate") // Connect's timestamps are of this class.
    static long timeUs(String name, Object value) {
        return value instanceof Date time ? TimeUnit.MILLISECONDS.toMicros(time.getTime()) : whole(name, value);
    }

    private static List<Object> elements(String name, Schema schema, Object value) {
        if (!(value instanceof Iterable<?> iterable)) {
            throw new SerializationException("field '" + name + "' is no list");
        }
        List<Object> elements = new ArrayList<>();
        for (Object element : iterable) {
            elements.add(convert(name, schema.getElementType(), element));
        }
        return elements;
    }

    private static Map<String, Object> entries(String name, Schema schema, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new SerializationException("field '" + name + "' is no map");
        }
        Map<String, Object> entries = new HashMap<>();
        map.forEach((key, entry) -> entries.put(String.valueOf(key), convert(name, schema.getValueType(), entry)));
        return entries;
    }
}
