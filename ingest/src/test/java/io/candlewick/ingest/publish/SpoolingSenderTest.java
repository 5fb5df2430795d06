package io.candlewick.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolingSenderTest {

    @TempDir
    Path directory;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile boolean isAway;

    /** A broker that is away when told so, and takes everything else at once. */
    private Producer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                String value = new String(record.value(), StandardCharsets.UTF_8);
                if (isAway || value.equals("value--1")) {
                    Exception refusal = isAway ? new TimeoutException("away") : new RecordTooLargeException("large");
                    callback.onCompletion(null, refusal);
                    return java.util.concurrent.CompletableFuture.failedFuture(refusal);
                }
                taken.add(value);
                return super.send(record, callback);
            }
        };
    }

    private SpoolingSender open() {
        SpoolConfig config = new SpoolConfig(directory, 10_000_000, 4_096, Duration.ofSeconds(1));
        SpoolingSender sender =
                new SpoolingSender(Spool.open(config, System::nanoTime), this::producer, System::nanoTime, meters);
        sender.start();
        return sender;
    }

    private static List<String> values(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(number -> "value-" + number)
                .toList();
    }

    @Test
    void shouldSendInOrder() {
        try (SpoolingSender sender = open()) {
            for (int number = 0; number < 1_000; number++) {
                sender.keep(SpoolTest.record(number), false);
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> sender.pendingBytes() == 0);
        }

        assertThat(taken).isEqualTo(values(0, 1_000));
        assertThat(meters.counter("candlewick.publish.acknowledged", "kind", "tick")
                        .count())
                .isEqualTo(1_000);
    }

    @Test
    void shouldKeepWhatComesWhileTheBrokerIsAwayAndSendItFirstWhenItIsBack() {
        try (SpoolingSender sender = open()) {
            sender.keep(SpoolTest.record(0), false);
            await().until(() -> taken.size() == 1);
            isAway = true;
            for (int number = 1; number < 500; number++) {
                sender.keep(SpoolTest.record(number), false);
            }
            await().until(() -> !sender.trouble().isEmpty());
            assertThat(sender.trouble()).isEqualTo("broker: away");
            assertThat(meters.get("candlewick.publish.circuit").gauge().value()).isEqualTo(2);

            isAway = false;
            sender.keep(SpoolTest.record(500), false);
            await().atMost(Duration.ofSeconds(10)).until(() -> sender.pendingBytes() == 0);
            assertThat(sender.trouble()).isEmpty();
        }

        assertThat(taken.stream().distinct().toList()).isEqualTo(values(0, 501));
        assertThat(taken.get(taken.size() - 1)).isEqualTo("value-500");
    }

    @Test
    void shouldSendWhatAnEarlierProcessLeft() {
        isAway = true;
        try (SpoolingSender sender = open()) {
            for (int number = 0; number < 50; number++) {
                sender.keep(SpoolTest.record(number), false);
            }
            await().until(() -> !sender.trouble().isEmpty());
        }
        isAway = false;

        try (SpoolingSender sender = open()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> sender.pendingBytes() == 0);
        }

        assertThat(taken).isEqualTo(values(0, 50));
    }

    @Test
    void shouldDropARecordThatNoBrokerWouldEverTakeAndGoOn() {
        try (SpoolingSender sender = open()) {
            sender.keep(SpoolTest.record(0), false);
            sender.keep(SpoolTest.record(-1), false);
            sender.keep(SpoolTest.record(2), false);
            await().atMost(Duration.ofSeconds(5)).until(() -> sender.pendingBytes() == 0);
        }

        assertThat(taken).containsExactly("value-0", "value-2");
        assertThat(meters.counter("candlewick.publish.unsendable").count()).isEqualTo(1);
    }
}
