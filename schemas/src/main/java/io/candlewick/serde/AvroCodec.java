package io.candlewick.serde;

import org.apache.avro.Schema;

/**
 * Reads and writes one type of record in Avro's binary encoding, by hand.
 *
 * <p><b>Thread</b>: one; every serializer and deserializer has a codec of its own.
 *
 * @param <T> the type
 */
interface AvroCodec<T> {

    /** The schema the codec reads and writes. */
    Schema schema();

    /** Appends the record's body. */
    void write(T value, AvroWriter out);

    /** Reads a record's body. */
    T read(AvroReader in);
}
