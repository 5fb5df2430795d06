package io.candlewick.compose;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.PlaceException;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.RecordSerdes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Three quotes of one minute, played into the history lane, and the one bar they make.
 *
 * @param bootstrapServers the brokers
 * @param serdes how records are written
 */
record QuoteScenario(String bootstrapServers, RecordSerdes serdes) {

    private static final Symbol SYMBOL = Symbol.of("EUR/USD");
    private static final Instant MINUTE = Instant.parse("2024-01-02T10:00:00Z");

    /** Tells the topology about the symbol. */
    void introduceSymbol() throws ExecutionException, InterruptedException {
        Instrument instrument = new Instrument(
                BarKey.SYSTEM_TENANT,
                SYMBOL,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                2,
                TradingCalendar.UTC,
                Instrument.DEFAULT_GRACE,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
        try (Producer<String, io.candlewick.avro.Instrument> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                serdes.record(io.candlewick.avro.Instrument.class).serializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.INSTRUMENTS.name(),
                            InstrumentRecords.key(BarKey.SYSTEM_TENANT, SYMBOL),
                            InstrumentRecords.toRecord(instrument)))
                    .get();
        }
    }

    /** Plays the minute; again and again makes the same bar. */
    void play() {
        try (TickPublisher publisher = KafkaTickPublisher.open(
                PublisherConfig.bulk(bootstrapServers, Topics.TICKS_HISTORY.name(), "quote-scenario"), serdes)) {
            publisher.publish(mark(0, FeedStatus.STARTED));
            publisher.publish(quote(1, 1, 1.1000, 1.1002));
            publisher.publish(quote(20, 2, 1.1010, 1.1012));
            publisher.publish(quote(59, 3, 1.1004, 1.1006));
            publisher.publish(mark(60, FeedStatus.ENDED));
            publisher.flush();
        }
    }

    /** The minute's bars in a place. */
    List<BarRow> bars(BarPlace place) throws PlaceException {
        return place.read(new BarRange(
                BarKey.SYSTEM_TENANT, SYMBOL, Timeframe.M1, micros(MINUTE), micros(MINUTE.plusSeconds(60))));
    }

    private static Tick quote(int second, long sequence, double bid, double ask) {
        return Tick.quote(origin(), SYMBOL, micros(MINUTE.plusSeconds(second)), sequence, bid, ask);
    }

    private static Tick mark(int second, FeedStatus status) {
        return Tick.heartbeat(origin(), SYMBOL, micros(MINUTE.plusSeconds(second)), status);
    }

    private static Tick.Origin origin() {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, "quote-scenario", micros(MINUTE.plusSeconds(60)));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
