package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import io.candlewick.serde.AvroReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Moves single fields from Avro to a row. */
final class AvroFields {

    private AvroFields() {}

    static void text(AvroReader in, FieldWriter fields) {
        int length = in.readLength();
        fields.text(in.array(), in.position(), length);
        in.skip(length);
    }

    static void nullableText(AvroReader in, FieldWriter fields) {
        if (!in.isPresent()) {
            fields.nullableText(null);
            return;
        }
        int length = in.readLength();
        fields.nullableText(in.array(), in.position(), length);
        in.skip(length);
    }

    static void skipText(AvroReader in) {
        in.skip(in.readLength());
    }

    static void nullableFloat64(AvroReader in, FieldWriter fields) {
        fields.nullableFloat64(in.readNullableDouble());
    }

    static void float64(AvroReader in, FieldWriter fields) {
        fields.float64(in.readDouble());
    }

    static void nullableTime(AvroReader in, FieldWriter fields) {
        fields.nullableTime(in.readNullableLong(Bar.NO_TIME));
    }

    /** The ordinal of an enum that has so many constants. */
    static int ordinal(AvroReader in, int constants) {
        long ordinal = in.readLong();
        if (ordinal < 0 || ordinal >= constants) {
            throw in.broken("enum has no ordinal " + ordinal);
        }
        return (int) ordinal;
    }

    static void name(byte[] name, FieldWriter fields) {
        fields.text(name, 0, name.length);
    }

    /** The names of an enum's constants as bytes, by ordinal, which is their place in the schema. */
    static byte[][] names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
