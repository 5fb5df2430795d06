package io.candlewick.serde;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Makes the serdes of every topic; one implementation is chosen by configuration, so that a house with serdes of its own can use them.
 *
 * <p>Every call makes a new serde, because a serde belongs to one thread. An implementation has a public constructor that takes a
 * {@link RegistryConfig}.
 */
public interface RecordSerdes {

    /**
     * Values of the tick topics.
     *
     * @return a new serde
     */
    Serde<Tick> tick();

    /**
     * Values of the bar topics.
     *
     * @return a new serde
     */
    Serde<Bar> bar();

    /**
     * Values of the indicator topics.
     *
     * @return a new serde
     */
    Serde<IndicatorValues> indicators();

    /**
     * Values of any other topic.
     *
     * @param type the generated class
     * @param <T> the generated class
     * @return a new serde
     */
    <T extends SpecificRecord> Serde<T> record(Class<T> type);
}
