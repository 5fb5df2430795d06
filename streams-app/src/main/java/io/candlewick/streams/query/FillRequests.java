package io.candlewick.streams.query;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.Topics;
import io.candlewick.market.BarKey;
import io.candlewick.market.Times;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns holes found while answering into backfill requests, each once in a while.
 *
 * <p><b>Shape</b>: at most {@value #MOST_REMEMBERED} holes are remembered. <b>Thread</b>: any.
 */
final class FillRequests implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FillRequests.class);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration ASK_AGAIN = Duration.ofMinutes(15);
    private static final Duration AWAY = Duration.ofSeconds(30);
    /* A day of minutes. */
    private static final int LEAST_BARS = 1_440;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<String, BackfillRequest> producer;
    private final InstantSource clock;
    private final Map<String, Instant> asked = new LinkedHashMap<>();
    private volatile Instant awayUntil = Instant.MIN;

    FillRequests(KafkaConnection kafka, RecordSerdes serdes, InstantSource clock) {
        this(
                new KafkaProducer<>(
                        kafka.with(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000)),
                        new StringSerializer(),
                        serdes.record(BackfillRequest.class).serializer()),
                clock);
    }

    FillRequests(Producer<String, BackfillRequest> producer, InstantSource clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Asks for holes, the latest first, as long as they lack no more bars together than were wanted: whoever looks at a series of two
     * spans with years between them does not want those years. One that was asked for a short while ago is not asked for again. While the
     * broker is away nothing is asked: the answer goes out without.
     */
    List<Hole> request(SeriesRange series, List<Hole> holes) {
        List<Hole> requested = new ArrayList<>(holes);
        int left = Math.max(series.limit(), LEAST_BARS);
        for (int at = holes.size() - 1; at >= 0; at--) {
            Hole hole = holes.get(at);
            left -= hole.bars();
            if (left < 0 || !isAsked(series, hole)) {
                break;
            }
            requested.set(at, hole.asRequested());
        }
        return requested;
    }

    private boolean isAsked(SeriesRange series, Hole hole) {
        Instant now = clock.instant();
        if (now.isBefore(awayUntil)) {
            return false;
        }
        String key =
                series.tenant() + '|' + series.symbol() + '|' + series.timeframe() + '|' + Times.text(hole.fromUs());
        String whole = key + '|' + hole.toUs();
        if (!isNew(whole, now)) {
            return true;
        }
        try {
            send(series, hole, key);
            return true;
        } catch (KafkaException away) {
            LOG.warn("Request {} was not written, its hole stays: {}", key, away.getMessage());
            awayUntil = now.plus(AWAY);
            synchronized (asked) {
                asked.remove(whole);
            }
            return false;
        }
    }

    private boolean isNew(String key, Instant now) {
        synchronized (asked) {
            Instant before = asked.get(key);
            if (before != null && before.plus(ASK_AGAIN).isAfter(now)) {
                return false;
            }
            asked.remove(key);
            asked.put(key, now);
            if (asked.size() > MOST_REMEMBERED) {
                asked.remove(asked.keySet().iterator().next());
            }
            return true;
        }
    }

    private void send(SeriesRange series, Hole hole, String key) {
        BarKey first = new BarKey(series.tenant(), series.symbol(), series.timeframe(), hole.fromUs());
        BackfillRequest request = BackfillRequests.of(first, hole.toUs(), BackfillCause.USER, clock.instant())
                .setRequestId("query|" + key + '|' + clock.instant().toEpochMilli())
                .build();
        String topic = Topics.BACKFILL_REQUESTS.name();
        int partitions = producer.partitionsFor(topic).size();
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(
                        topic, SymbolPartitioner.partition(series.symbol(), partitions), null, key, request),
                (written, failed) -> {
                    if (failed != null) {
                        LOG.warn("Request {} was not written, its hole stays: {}", key, failed.getMessage());
                    }
                });
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
