package io.candlewick.serde;

import static io.candlewick.serde.WireSerdeTest.feedState;
import static io.candlewick.serde.WireSerdeTest.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedState;
import io.candlewick.avro.Instrument;
import io.candlewick.contract.ContractSchemas;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/** Random and damaged bytes under right ids: a reader takes them or refuses them, and does nothing else. */
class DamagedRecordTest {

    private static final ScriptedRegistry REGISTRY = ScriptedRegistry.start();
    private static final Schema TICK = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private static final int TICK_ID = REGISTRY.add(TICK);
    private static final int BAR_ID = REGISTRY.add(ContractSchemas.of(io.candlewick.avro.Bar.class));
    private static final int FEED_STATE_ID = REGISTRY.add(ContractSchemas.of(FeedState.class));
    private static final int INSTRUMENT_ID = REGISTRY.add(ContractSchemas.of(Instrument.class));
    private static final int OLD_TICK_ID = REGISTRY.add(without(TICK, "venue"));
    private static final String TOPIC = "ticks.live";

    private final RecordSerdes serdes = new CandlewickSerdes(REGISTRY.client());

    @AfterContainer
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Property(seed = "7")
    void shouldOnlyEverRefuseRandomBytes(@ForAll("ids") int id, @ForAll byte[] body) {
        byte[] record = WireSerdeTest.wire(id, body);

        assertReadsOrRefuses(record);
    }

    @Property(tries = 3000, seed = "7")
    void shouldOnlyEverRefuseDamagedRecords(@ForAll("damaged") byte[] record) {
        assertReadsOrRefuses(record);
    }

    @Provide
    Arbitrary<Integer> ids() {
        return Arbitraries.of(TICK_ID, BAR_ID, FEED_STATE_ID, INSTRUMENT_ID, OLD_TICK_ID);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        return Arbitraries.randomValue(random -> damage(random, whole(random)));
    }

    private byte[] whole(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> serdes.tick().serializer().serialize(TOPIC, Samples.tick(random));
            case 1 -> serdes.bar().serializer().serialize("bars", Samples.bar(random));
            case 2 -> serdes.record(FeedState.class).serializer().serialize("feeds", feedState());
            default ->
                WireSerdeTest.wire(
                        OLD_TICK_ID,
                        AvroReference.bytes(AvroReference.of(without(TICK, "venue"), Samples.tick(random))));
        };
    }

    private static byte[] damage(Random random, byte[] whole) {
        byte[] bytes = random.nextBoolean() ? whole : Arrays.copyOf(whole, 5 + random.nextInt(whole.length));
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = 5 + random.nextInt(Math.max(1, bytes.length - 5));
            if (at < bytes.length) {
                bytes[at] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    /** Every reader takes the record or throws a SerializationException; anything else fails the test. */
    private void assertReadsOrRefuses(byte[] record) {
        List<Serde<?>> readers =
                List.of(serdes.tick(), serdes.bar(), serdes.record(FeedState.class), serdes.record(Instrument.class));
        for (Serde<?> reader : readers) {
            try {
                reader.deserializer().deserialize(TOPIC, record);
            } catch (SerializationException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
