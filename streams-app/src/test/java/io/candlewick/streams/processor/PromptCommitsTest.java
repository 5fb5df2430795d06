package io.candlewick.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class PromptCommitsTest {

    private static final long NOW = 1_000_000;

    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final PromptCommits commits = new PromptCommits(context);

    @Test
    void shouldAskAtOnceWhenABarHasClosed() {
        process(NOW, NOW - 3, true);

        assertThat(asked()).isTrue();
    }

    @Test
    void shouldNotAskForRecordsThatCloseNothing() {
        process(NOW, NOW - 3, false);

        assertThat(asked()).isFalse();
    }

    @Test
    void shouldNotHurryWhatIsBeingCaughtUpWith() {
        process(NOW, NOW - 1_001, true);
        look(NOW + 500);

        assertThat(asked()).isFalse();
    }

    @Test
    void shouldAskOnceForAllThatClosesWithinTheRest() {
        process(NOW, NOW, true);
        assertThat(asked()).isTrue();

        process(NOW + 2, NOW + 2, true);
        process(NOW + 3, NOW + 3, true);
        look(NOW + 21);
        assertThat(asked()).isFalse();

        look(NOW + 22);
        assertThat(asked()).isTrue();
        look(NOW + 200);
        assertThat(asked()).isFalse();
    }

    @Test
    void shouldRestTwiceAsLongAsACommitTook() {
        process(NOW, NOW, true);
        assertThat(asked()).isTrue();

        process(NOW + 150, NOW + 150, true);
        look(NOW + 449);
        assertThat(asked()).isFalse();

        look(NOW + 450);
        assertThat(asked()).isTrue();
    }

    private void process(long nowMs, long takenMs, boolean closes) {
        context.setCurrentSystemTimeMs(nowMs);
        if (closes) {
            commits.closed();
        }
        commits.processed(takenMs);
    }

    private void look(long nowMs) {
        context.setCurrentSystemTimeMs(nowMs);
        commits.look(nowMs);
    }

    private boolean asked() {
        boolean committed = context.committed();
        context.resetCommit();
        return committed;
    }
}
