package io.candlewick.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends processes of the stack before that outlived it. Children end by themselves when their supervisor dies; this is for
 * one that hangs and would keep its port or its files. Only the very processes {@code stack.json} names are touched: number
 * and start time must agree.
 */
final class Leftovers {
    private static final int GRACE_SECONDS = 8;

    private Leftovers() {}

    static void end(Path dataDirectory) throws StackException {
        Optional<StackState> before = StackState.read(dataDirectory);
        if (before.isEmpty()) {
            return;
        }
        for (StackState.Entry entry : before.get().services()) {
            if (entry.pid() != null && entry.started() != null) {
                StackState.living(entry.pid(), entry.started()).ifPresent(Leftovers::end);
            }
        }
    }

    private static void end(ProcessHandle handle) {
        try {
            handle.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            handle.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
