package io.candlewick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CandlewickTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Candlewick.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void shouldHelpOnEverything() {
        for (String command : Candlewick.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString()).contains("candlewick " + command);
            assertThat(run("help", command)).isZero();
        }
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).startsWith("candlewick 0.1");
    }

    @Test
    void shouldExitWith2OnWrongUsage() {
        assertThat(run("up", "--without", "nonsense")).isEqualTo(2);

        assertThat(err.toString()).contains("there is no service nonsense");
    }

    @Test
    void shouldExitWith3WhenNoStackRuns() {
        assertThat(run("status", "--data", folder.toString())).isEqualTo(3);

        assertThat(err.toString().strip())
                .isEqualTo("candlewick: no stack is running in " + folder + ": start one with ./candlewick up");
    }

    @Test
    void shouldNameTheOptionThatWouldHelp() {
        assertThat(run("topics", "--data", folder.toString())).isEqualTo(3);

        assertThat(err.toString().strip())
                .isEqualTo("candlewick: no stack is running in " + folder
                        + ": start one with ./candlewick up or give --bootstrap-servers");
    }

    @Test
    void shouldFindNothingToStop() {
        assertThat(run("down", "--data", folder.toString())).isZero();

        assertThat(out.toString()).startsWith("no stack is running");
    }
}
