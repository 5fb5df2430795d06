package io.candlewick.streams.query;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.FeedState;
import io.candlewick.avro.Gap;
import io.candlewick.avro.Instrument;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.streams.services.ServiceReport;
import io.candlewick.streams.services.ServiceStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instruments, gaps, the ledger of downloads, feeds and economic events as their topics tell them, held in memory.
 *
 * <p>All of these topics are small: a few records a second at most. <b>Thread</b>: one of its own reads; any may ask.
 */
final class ReferenceTopics implements LaneState.Instruments, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReferenceTopics.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TopicTable<Instrument> instruments;
    private final Map<String, Read> read = new ConcurrentHashMap<>();
    private final TopicTable<Gap> gaps;
    private final TopicTable<BackfillRange> ledger;
    private final TopicTable<FeedState> feeds;
    private final TopicTable<EconomicEvent> events;
    private final ServiceStates services = new ServiceStates();
    private final Map<String, TopicTable<?>> tables = new LinkedHashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private volatile int partitions = Topics.DEFAULT_PARTITIONS;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "reference-topics");

    ReferenceTopics(KafkaConnection kafka, RecordSerdes serdes) {
        this.instruments = table(Topics.INSTRUMENTS, Instrument.class, serdes);
        this.gaps = table(Topics.GAPS, Gap.class, serdes, gap -> series(gap.getTenant(), gap.getSymbol()));
        this.ledger = table(
                Topics.BACKFILL_LEDGER,
                BackfillRange.class,
                serdes,
                range -> series(range.getTenant(), range.getSymbol()));
        this.feeds = table(Topics.FEEDS, FeedState.class, serdes);
        this.events = table(Topics.CALENDAR_EVENTS, EconomicEvent.class, serdes);
        this.consumer = new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private <T extends SpecificRecord> TopicTable<T> table(TopicSpec topic, Class<T> type, RecordSerdes serdes) {
        return table(topic, type, serdes, all -> "");
    }

    private <T extends SpecificRecord> TopicTable<T> table(
            TopicSpec topic, Class<T> type, RecordSerdes serdes, Function<T, String> groupOf) {
        TopicTable<T> table = new TopicTable<>(topic, serdes.record(type).deserializer(), groupOf);
        tables.put(topic.name(), table);
        return table;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** How many partitions every topic of market data has. */
    int partitions() {
        return partitions;
    }

    List<Instrument> instruments() {
        return instruments.all();
    }

    @Override
    public Optional<io.candlewick.market.Instrument> instrument(String tenant, String symbol) {
        return instruments
                .get(tenant + "|" + symbol)
                .or(() -> instruments.get(io.candlewick.market.BarKey.SYSTEM_TENANT + "|" + symbol))
                .map(this::read);
    }

    /* A calendar is not read anew for every request. */
    private io.candlewick.market.Instrument read(Instrument record) {
        String key = record.getTenant() + "|" + record.getSymbol();
        Read known = read.get(key);
        if (known == null || !known.record().equals(record)) {
            known = new Read(record, InstrumentRecords.fromRecord(record));
            read.put(key, known);
        }
        return known.instrument();
    }

    /** An instrument with the record it was read from. */
    private record Read(Instrument record, io.candlewick.market.Instrument instrument) {}

    List<Gap> gaps() {
        return gaps.all();
    }

    /** The gaps of a symbol; the same list while none of them changes. */
    List<Gap> gaps(String tenant, String symbol) {
        return gaps.group(series(tenant, symbol));
    }

    /** What was asked of vendors for a symbol, and how far that has come; the same list while none of it changes. */
    List<BackfillRange> ledger(String tenant, String symbol) {
        return ledger.group(series(tenant, symbol));
    }

    private static String series(String tenant, String symbol) {
        return tenant + '|' + symbol;
    }

    List<FeedState> feeds() {
        return feeds.all();
    }

    /** How every service is that reports, by its last word. */
    List<ServiceReport> services(Instant now) {
        return services.report(now);
    }

    List<EconomicEvent> events() {
        return events.all();
    }

    private void run() {
        try (consumer) {
            while (!assigned() && !closing.await(RETRY.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                LOG.info("Waiting for the topics {}", tables.keySet());
            }
            while (closing.getCount() > 0) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    accept(record);
                }
            }
        } catch (WakeupException stopped) {
            LOG.debug("No longer reading reference topics");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException failed) {
            LOG.error(
                    "Instruments, gaps, downloads, feeds and events in the query API are no longer kept up to date",
                    failed);
        }
    }

    private boolean assigned() {
        List<TopicPartition> assigned = new ArrayList<>();
        for (String topic : tables.keySet()) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                assigned.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        partitions = Math.max(1, consumer.partitionsFor(Topics.BARS.name()).size());
        return assigned.size() >= tables.size();
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        TopicTable<?> table = tables.get(record.topic());
        if (table == null || record.key() == null) {
            return;
        }
        try {
            table.accept(record.key(), record.value());
            if (table == feeds) {
                feeds.get(record.key())
                        .ifPresent(state -> services.heard(state, Instant.ofEpochMilli(record.timestamp())));
            }
        } catch (SerializationException broken) {
            LOG.warn(
                    "Record at {}-{} offset {} is left out: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    broken.getMessage());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
