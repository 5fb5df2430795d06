package io.candlewick.streams.config;

import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters: the input record as received, why it is one, and where it came from in its headers.
 *
 * <p>The first of each handler is logged, then every {@value #LOG_EVERY}th. <b>Thread</b>: any.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int LOG_EVERY = 1_000;
    private static final int MAX_DETAIL = 500;

    private final String reason;
    private final AtomicLong count = new AtomicLong();

    /** Dead letters of one reason. */
    DeadLetters(String reason) {
        this.reason = reason;
    }

    /** The dead letter of the record that was being worked on; key and value are null where Kafka Streams does not know them. */
    List<ProducerRecord<byte[], byte[]>> of(ErrorHandlerContext context, Exception error) {
        String detail = detail(error);
        long number = count.incrementAndGet();
        if (number == 1 || number % LOG_EVERY == 0) {
            LOG.warn(
                    "Dead letter, reason={}, count={}: {}/{}/{} in {}: {}",
                    reason,
                    number,
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    context.processorNodeId(),
                    detail,
                    error);
        }
        RecordHeaders headers = new RecordHeaders(context.headers());
        add(headers, Headers.REJECT_REASON, reason);
        add(headers, Headers.REJECT_DETAIL, detail);
        add(headers, Headers.ORIGIN_TOPIC, String.valueOf(context.topic()));
        add(headers, Headers.ORIGIN_PARTITION, Integer.toString(context.partition()));
        add(headers, Headers.ORIGIN_OFFSET, Long.toString(context.offset()));
        return List.of(new ProducerRecord<>(
                Topics.STREAMS_DLQ.name(), null, null, context.sourceRawKey(), context.sourceRawValue(), headers));
    }

    private static String detail(Exception error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getClass().getSimpleName() + ": " + root.getMessage();
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
