package io.candlewick.serde;

import io.candlewick.config.Settings;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.lang.reflect.InvocationTargetException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Our own serdes: Confluent's wire format, written by hand where it is hot. */
public final class CandlewickSerdes implements RecordSerdes {

    /** Class of the {@link RecordSerdes} to use. */
    public static final String SERDES_CLASS = "CANDLEWICK_SERDES_CLASS";

    private final SchemaRegistry registry;

    /**
     * Serdes on a registry; nothing is asked yet.
     *
     * @param config how to reach the registry
     */
    public CandlewickSerdes(RegistryConfig config) {
        this(new SchemaRegistry(config));
    }

    /**
     * Serdes on a registry client that others use too.
     *
     * @param registry the client
     */
    public CandlewickSerdes(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The serdes the settings choose: {@value #SERDES_CLASS}, ours by default; faults stay with the settings.
     *
     * @param settings where to read the class and the registry
     * @return the serdes
     */
    public static RecordSerdes from(Settings settings) {
        RegistryConfig config = RegistryConfig.from(settings);
        RecordSerdes own = new CandlewickSerdes(config);
        return settings.value(SERDES_CLASS, own, name -> instantiate(name, config));
    }

    private static RecordSerdes instantiate(String name, RegistryConfig config) {
        try {
            return Class.forName(name)
                    .asSubclass(RecordSerdes.class)
                    .getConstructor(RegistryConfig.class)
                    .newInstance(config);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("cannot be made: " + refused.getCause(), refused);
        } catch (ReflectiveOperationException | ClassCastException unfit) {
            throw new IllegalArgumentException(
                    "must be a RecordSerdes with a public constructor that takes a RegistryConfig", unfit);
        }
    }

    @Override
    public Serde<Tick> tick() {
        return serde(new TickCodec(), new TickCodec());
    }

    @Override
    public Serde<Bar> bar() {
        return serde(new BarCodec(), new BarCodec());
    }

    @Override
    public Serde<IndicatorValues> indicators() {
        return serde(new IndicatorCodec(), new IndicatorCodec());
    }

    @Override
    public <T extends SpecificRecord> Serde<T> record(Class<T> type) {
        return serde(new SpecificCodec<>(type), new SpecificCodec<>(type));
    }

    private <T> Serde<T> serde(AvroCodec<T> writing, AvroCodec<T> reading) {
        return Serdes.serdeFrom(new WireSerializer<>(registry, writing), new WireDeserializer<>(registry, reading));
    }
}
