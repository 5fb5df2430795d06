package io.candlewick.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SIGSTOP and, after a while, SIGCONT. The waiting is done by a shell of its own, so that nothing stays stopped if this process dies meanwhile.
 */
final class Standstill {

    private static final String SCRIPT =
            "t=$1; shift; kill -STOP \"$@\" 2>/dev/null; sleep \"$t\"; kill -CONT \"$@\" 2>/dev/null";

    private Standstill() {}

    /** Stops processes for so long; returns when they go on. */
    static void of(List<ProcessHandle> processes, Duration lasting) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "standstill"));
        command.add(String.format(Locale.ROOT, "%.3f", lasting.toMillis() / 1e3));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Lets processes go on at once. */
    static void end(List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-CONT"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noKill) {
            throw new IllegalStateException("kill cannot be run: " + noKill.getMessage(), noKill);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
