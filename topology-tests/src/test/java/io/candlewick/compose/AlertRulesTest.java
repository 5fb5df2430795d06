package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the tests of Prometheus' rules with Prometheus' own tool. */
class AlertRulesTest {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @Test
    void shouldRaiseEachAlertWhenItsTestSaysSo() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool of Debian's package prometheus is not here");
        Process promtool = new ProcessBuilder(
                        PROMTOOL.toString(),
                        "test",
                        "rules",
                        RepositoryRoot.find()
                                .resolve("ops/prometheus/rules.test.yml")
                                .toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).contains("SUCCESS");
    }
}
