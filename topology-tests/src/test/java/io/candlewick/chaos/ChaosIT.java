package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A short run of the chaos suite: whatever is killed or stopped, nothing is lost, doubled or different.
 *
 * <p>{@code -Dcandlewick.seed=N} repeats a plan; {@code ./candlewick chaos} runs long ones.
 */
class ChaosIT {

    private static final long SEED = Long.getLong("candlewick.seed", 20_261_121);

    @Test
    void shouldLoseDoubleAndChangeNothingWhateverIsKilled() throws Exception {
        ChaosOptions usual = ChaosOptions.of(SEED, Duration.ofMinutes(5));
        ChaosOptions options = new ChaosOptions(
                SEED,
                usual.time(),
                3,
                List.of(FaultKind.KILL_STREAMS, FaultKind.KILL_BROKER, FaultKind.PAUSE_TIMESCALE),
                1,
                SiteSize.usual(),
                8,
                60,
                100,
                // A build machine may be as busy as it likes.
                Duration.ofMinutes(3),
                Optional.empty());

        ChaosReport report = new ChaosRun(options, System.out::println).run();

        report.print(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        assertThat(report.violations()).as("seed " + SEED).isEmpty();
        assertThat(report.recoveries()).hasSize(3);
        assertThat(report.counts().corrected()).isPositive();
        assertThat(report.counts().compared()).isPositive();
    }
}
