package io.candlewick.serde;

import io.candlewick.contract.ContractSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Any generated record through Avro's own reader and writer: for the topics that carry a few records a second.
 *
 * @param <T> the generated class
 */
final class SpecificCodec<T extends SpecificRecord> implements AvroCodec<T> {

    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private final SpecificDatumReader<T> reader;

    SpecificCodec(Class<T> type) {
        this.schema = ContractSchemas.of(type);
        this.writer = new SpecificDatumWriter<>(type);
        this.reader = new SpecificDatumReader<>(type);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void write(T value, AvroWriter out) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException
                | AvroRuntimeException
                | ClassCastException
                | NullPointerException
                | ArithmeticException unfit) {
            throw new SerializationException(schema.getFullName() + " cannot be written: " + unfit.getMessage(), unfit);
        }
        out.writeRawBytes(body.toByteArray(), 0, body.size());
    }

    @Override
    public T read(AvroReader in) {
        try {
            return reader.read(null, new GuardedDecoder(in));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | ArithmeticException broken) {
            throw new SerializationException("Broken " + schema.getFullName() + ": " + broken.getMessage(), broken);
        }
    }
}
