package io.candlewick.streams.app;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.ClickHouseAddress;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.stored.ClickHouseSeries;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of cause WARM_UP: reads the bars from ClickHouse and sends them to {@code bars.repair}, marked as what they are.
 *
 * <p>Requests of other causes are for the downloaders. A request that cannot be answered is logged and left: the indicators then warm up by
 * themselves and say how many bars they have seen. <b>Thread</b>: one of its own.
 */
final class WarmUpAnswers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpAnswers.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final String GROUP_SUFFIX = "-warm-up";

    private final ClickHouseSeries stored;
    private final int bars;
    private final KafkaConsumer<String, BackfillRequest> requests;
    private final KafkaProducer<String, Bar> answers;
    private final Thread thread = new Thread(this::run, "warm-up");

    WarmUpAnswers(StreamsAppConfig config, ClickHouseAddress address) {
        this.stored = new ClickHouseSeries(address);
        this.bars = config.warmUpBars();
        this.requests = new KafkaConsumer<>(
                config.kafka()
                        .with(Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                config.applicationId() + GROUP_SUFFIX,
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                // The requests are written in transactions.
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest")),
                new StringDeserializer(),
                config.serdes().record(BackfillRequest.class).deserializer());
        this.answers = new KafkaProducer<>(
                config.kafka()
                        .with(Map.of(
                                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", ProducerConfig.LINGER_MS_CONFIG, 5)),
                new StringSerializer(),
                config.serdes().bar().serializer());
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (requests;
                answers) {
            requests.subscribe(List.of(Topics.BACKFILL_REQUESTS.name()));
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<String, BackfillRequest> request : requests.poll(POLL)) {
                    if (request.value() != null && request.value().getCause() == BackfillCause.WARM_UP) {
                        answer(request.value());
                    }
                }
                commit();
            }
        } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopped) {
            LOG.info("No longer answering requests for warm-up bars");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException failed) {
            LOG.error(
                    "Requests for warm-up bars are no longer answered; indicators of new series warm up by themselves",
                    failed);
        }
    }

    /* A broker that is away for a while must not end the answers for good: what was not committed is answered again, which changes nothing. */
    private void commit() {
        try {
            requests.commitSync();
        } catch (RetriableException | CommitFailedException notNow) {
            LOG.warn("Requests for warm-up bars are answered, but not marked so: {}", notNow.getMessage());
        }
    }

    private void answer(BackfillRequest request) throws InterruptedException {
        try {
            SeriesRange series = new SeriesRange(
                    request.getTenant(),
                    Symbol.of(request.getSymbol()),
                    Timeframe.parse(request.getTimeframe()),
                    Times.us(request.getFromTime()),
                    Times.us(request.getToTime()),
                    bars);
            List<Bar> found = stored.bars(series);
            int partitions = answers.partitionsFor(Topics.BARS_REPAIR.name()).size();
            RecordHeaders headers = new RecordHeaders();
            headers.add(Headers.WARM_UP, new byte[] {1});
            headers.add(Headers.CORRELATION_ID, request.getRequestId().getBytes(StandardCharsets.UTF_8));
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Bar bar : found) {
                sent.add(answers.send(new ProducerRecord<>(
                        Topics.BARS_REPAIR.name(),
                        SymbolPartitioner.partition(series.symbol(), partitions),
                        null,
                        series.symbol().text(),
                        bar,
                        headers)));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
            LOG.info("Request {}: {} bars found", request.getRequestId(), found.size());
        } catch (StoreUnavailableException
                | IllegalArgumentException
                | ExecutionException
                | RetriableException unanswered) {
            LOG.warn(
                    "Request {} is not answered, its indicators warm up by themselves: {}",
                    request.getRequestId(),
                    unanswered.getMessage());
        }
    }

    @Override
    public void close() {
        requests.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
