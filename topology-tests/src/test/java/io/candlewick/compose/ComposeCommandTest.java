package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lets Compose read {@code docker-compose.yml}, in whichever of its two lines is installed; needs no Docker daemon. */
class ComposeCommandTest {

    private static final int LIMIT_SECONDS = 60;

    private record Outcome(int code, String output) {}

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose", "docker compose"})
    void shouldAcceptTheFile(String compose) throws IOException, InterruptedException {
        assumeInstalled(compose);

        Outcome outcome = run(
                compose,
                Map.of(
                        "CANDLEWICK_TIMESCALE_PASSWORD", "t",
                        "CANDLEWICK_CLICKHOUSE_PASSWORD", "c",
                        "GRAFANA_ADMIN_PASSWORD", "g"),
                "config",
                "-q");

        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose", "docker compose"})
    void shouldRefuseToStartWithoutSecrets(String compose) throws IOException, InterruptedException {
        assumeInstalled(compose);

        Outcome outcome = run(compose, Map.of(), "config", "-q");

        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.output()).contains("set it in .env, see .env.example");
    }

    private void assumeInstalled(String compose) throws InterruptedException {
        boolean installed;
        try {
            installed = run(compose, Map.of(), "version").code() == 0;
        } catch (IOException absent) {
            installed = false;
        }
        assumeTrue(
                installed,
                compose + " is not installed: docker-compose.yml is not checked by it (Debian: apt-get"
                        + " install docker-compose)");
    }

    private Outcome run(String compose, Map<String, String> secrets, String... arguments)
            throws IOException, InterruptedException {
        // An empty file instead of the developer's own .env.
        Path empty = Files.writeString(folder.resolve("empty.env"), "");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(compose.split(" ", -1)));
        command.addAll(List.of(
                "--env-file",
                empty.toString(),
                "-f",
                RepositoryRoot.resolve("docker-compose.yml").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(RepositoryRoot.find().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDLEWICK_") || name.startsWith("GRAFANA_"));
        builder.environment().putAll(secrets);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end within " + LIMIT_SECONDS + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
