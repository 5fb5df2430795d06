package io.candlewick.serde;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A quote to bytes and back by our codec, against Avro's own writer and reader of the generated class as the baseline, in one run: the
 * ratio is the result, the nanoseconds belong to the machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TickCodecBenchmark {

    private final TickCodec codec = new TickCodec();
    private final AvroWriter writer = new AvroWriter();
    private final AvroReader reader = new AvroReader();
    private final SpecificDatumWriter<io.candlewick.avro.Tick> avroWriter =
            new SpecificDatumWriter<>(io.candlewick.avro.Tick.class);
    private final SpecificDatumReader<io.candlewick.avro.Tick> avroReader =
            new SpecificDatumReader<>(io.candlewick.avro.Tick.class);
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    private Tick tick =
            Tick.heartbeat(new Tick.Origin("system", "bench", 0), Symbol.EVERY, 0, io.candlewick.avro.FeedStatus.ALIVE);
    private io.candlewick.avro.Tick avroTick = new io.candlewick.avro.Tick();
    private byte[] bytes = new byte[0];
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;

    /**
     * Makes the quote all of them write.
     *
     * @throws IOException never: memory does not fail
     */
    @Setup
    public void makeQuote() throws IOException {
        tick = Tick.quote(
                new Tick.Origin("system", "bench", 1_398_920_402_000_000L),
                Symbol.of("EUR/USD"),
                1_398_920_401_787_000L,
                42,
                1.38727,
                1.38729);
        bytes = encodeByHand();
        avroTick = decodeByAvro();
    }

    /**
     * Our codec, writing.
     *
     * @return the bytes
     */
    @Benchmark
    public byte[] encodeByHand() {
        writer.clear();
        codec.write(tick, writer);
        return writer.toBytes();
    }

    /**
     * Avro's writer of the generated class.
     *
     * @return the bytes
     * @throws IOException never: memory does not fail
     */
    @Benchmark
    public byte[] encodeByAvro() throws IOException {
        stream.reset();
        encoder = EncoderFactory.get().binaryEncoder(stream, encoder);
        avroWriter.write(avroTick, encoder);
        encoder.flush();
        return stream.toByteArray();
    }

    /**
     * Our codec, reading.
     *
     * @return the tick
     */
    @Benchmark
    public Tick decodeByHand() {
        reader.read(bytes, 0);
        return codec.read(reader);
    }

    /**
     * Avro's reader of the generated class, a new object each.
     *
     * @return the tick
     * @throws IOException if the bytes are broken
     */
    @Benchmark
    public io.candlewick.avro.Tick decodeByAvro() throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(bytes, decoder);
        return avroReader.read(null, decoder);
    }
}
