package io.candlewick.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PipelinedPublisherTest {

    private static final Tick.Origin ORIGIN = new Tick.Origin("system", "test", 0);

    /** Remembers sequences, and fails at one of them. */
    private static final class RecordingTarget implements TickPublisher {

        private final List<Long> sequences = new CopyOnWriteArrayList<>();
        private final long failAt;
        private boolean closed;

        RecordingTarget(long failAt) {
            this.failAt = failAt;
        }

        @Override
        public void publish(Tick tick) {
            if (tick.sequence() == failAt) {
                throw new IllegalStateException("broker away");
            }
            sequences.add(tick.sequence());
        }

        @Override
        public void flush() {}

        @Override
        public int partitions() {
            return 3;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void shouldSendEverythingInOrderBeforeFlushReturns() {
        RecordingTarget target = new RecordingTarget(-1);
        PipelinedPublisher publisher = new PipelinedPublisher(target);

        publish(publisher, 5_000);
        publisher.flush();

        assertThat(target.sequences)
                .isEqualTo(LongStream.range(0, 5_000).boxed().toList());
        assertThat(publisher.partitions()).isEqualTo(3);
        publisher.close();
        assertThat(target.closed).isTrue();
    }

    @Test
    void shouldSendWhatIsLeftWhenItCloses() {
        RecordingTarget target = new RecordingTarget(-1);
        PipelinedPublisher publisher = new PipelinedPublisher(target);

        publish(publisher, 10);
        publisher.close();

        assertThat(target.sequences).hasSize(10);
    }

    @Test
    void shouldThrowTheTargetsFailureAndSendNothingBehindIt() {
        RecordingTarget target = new RecordingTarget(7);
        PipelinedPublisher publisher = new PipelinedPublisher(target);
        publish(publisher, 10);

        assertThatThrownBy(publisher::flush).hasMessage("broker away");
        assertThatThrownBy(() -> publish(publisher, 1)).hasMessage("broker away");
        publisher.close();

        assertThat(target.sequences).hasSize(7);
    }

    private static void publish(TickPublisher publisher, int count) {
        for (int sequence = 0; sequence < count; sequence++) {
            publisher.publish(Tick.quote(ORIGIN, Symbol.of("EUR/USD"), sequence, sequence, 1, 2));
        }
    }
}
