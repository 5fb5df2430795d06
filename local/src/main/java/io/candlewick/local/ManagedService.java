package io.candlewick.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service under supervision: started, probed until it answers, started again when it ends by itself, stopped.
 *
 * <p>At its first start a fault is final and thrown. Later it is started again after 1, 2, 4 ... seconds, at most
 * {@value #MAX_RESTARTS} times; once it has answered for {@value #FORGETTING_SECONDS} seconds, what went before is forgotten.
 *
 * <p><b>Thread</b>: any; the state is guarded by this object's monitor.
 */
final class ManagedService {
    static final int MAX_RESTARTS = 5;
    static final int FORGETTING_SECONDS = 60;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final long POLL_MS = 100;
    private static final long FIRST_BACKOFF_MS = 1_000;

    private static final String OWN_SESSION = "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    private final ServicePlan plan;
    private final DataDirectory data;
    private final Probe probe;
    private final Runnable onChange;

    private ServiceState state = ServiceState.WAITING;
    private @Nullable String detail;
    private @Nullable Process process;
    private long startedNanos;
    private long readyNanos;
    private double seconds;
    private int restarts;
    private boolean stopping;

    ManagedService(ServicePlan plan, DataDirectory data, Probe probe, Runnable onChange) {
        this.plan = plan;
        this.data = data;
        this.probe = probe;
        this.onChange = onChange;
    }

    Service service() {
        return plan.service();
    }

    /**
     * Starts the service and waits until it answers.
     *
     * @throws StackException when it does not
     */
    void start() throws StackException, InterruptedException {
        try {
            data.beginLog(service());
            startOnce();
        } catch (IOException e) {
            throw failed(new StackException(
                    "the " + service().title() + " cannot be prepared in " + data.root() + ": " + e, e));
        } catch (StackException e) {
            throw failed(e);
        }
    }

    private StackException failed(StackException fault) {
        enter(ServiceState.FAILED, fault.getMessage());
        return fault;
    }

    // What follows the process's end has nobody to report to but the state it changes.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void startOnce() throws StackException, IOException, InterruptedException {
        synchronized (this) {
            startedNanos = System.nanoTime();
        }
        enter(ServiceState.STARTING, null);
        plan.preparation().prepare();
        Process spawned = spawn();
        awaitReady(spawned);
        synchronized (this) {
            readyNanos = System.nanoTime();
        }
        enter(ServiceState.READY, null);
        spawned.onExit().thenAccept(this::ended);
    }

    private synchronized Process spawn() throws StackException, IOException {
        if (stopping) {
            throw new StackException("the stack is being stopped");
        }
        ProcessBuilder builder = new ProcessBuilder(prioritized())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.log(service()).toFile()));
        builder.environment().putAll(plan.environment());
        process = builder.start();
        return process;
    }

    /**
     * Where Linux shares the processors out by session, niceness counts within a session only: the broker has one of its own, so that
     * what the user publishes does not wait behind the stack's other work.
     */
    private List<String> prioritized() {
        List<String> command = new ArrayList<>();
        if (service().niceness() > 0) {
            command.addAll(List.of("nice", "-n", Integer.toString(service().niceness())));
        } else if (service() == Service.BROKER) {
            command.addAll(List.of("/bin/sh", "-c", OWN_SESSION, "broker"));
        }
        command.addAll(plan.command());
        return command;
    }

    private void awaitReady(Process spawned) throws StackException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Optional<String> reason = Optional.empty();
        while (System.nanoTime() < deadline) {
            if (spawned.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                closeInput(spawned);
                throw new StackException("the " + service().title() + " ended with exit code " + spawned.exitValue()
                        + " while starting: " + data.lastLine(service()) + " (log: " + data.log(service()) + ")");
            }
            reason = probe.check();
            if (reason.isEmpty()) {
                return;
            }
        }
        throw new StackException("the " + service().title() + " is not ready after " + START_LIMIT.toSeconds() + " s: "
                + reason.orElse("no answer") + " (log: " + data.log(service()) + ")");
    }

    private void ended(Process gone) {
        closeInput(gone);
        if (enterRestarting(gone.exitValue())) {
            Thread thread = new Thread(this::restart, "restart-" + service().title());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private boolean enterRestarting(int exitCode) {
        synchronized (this) {
            if (stopping) {
                return false;
            }
            if (System.nanoTime() - readyNanos > TimeUnit.SECONDS.toNanos(FORGETTING_SECONDS)) {
                restarts = 0;
            }
        }
        enter(ServiceState.RESTARTING, "ended with exit code " + exitCode + ": " + data.lastLine(service()));
        return true;
    }

    private void restart() {
        try {
            while (true) {
                int attempt;
                synchronized (this) {
                    attempt = restarts;
                    if (attempt >= MAX_RESTARTS) {
                        break;
                    }
                    restarts++;
                }
                if (pause(FIRST_BACKOFF_MS << attempt)) {
                    return;
                }
                try {
                    startOnce();
                    return;
                } catch (StackException | IOException e) {
                    killTree();
                    enter(ServiceState.RESTARTING, e.getMessage());
                }
            }
            String last;
            synchronized (this) {
                last = detail;
            }
            enter(ServiceState.FAILED, "given up after " + MAX_RESTARTS + " restarts: " + last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits before the next attempt; true when the stack is being stopped meanwhile. */
    private synchronized boolean pause(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && !stopping; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return stopping;
    }

    private void enter(ServiceState next, @Nullable String why) {
        synchronized (this) {
            // What failed stays failed when the rest is stopped: that is what the user wants to see.
            if (stopping && (next != ServiceState.STOPPED || state == ServiceState.FAILED)) {
                return;
            }
            state = next;
            detail = why;
            // One that is stopped before it was ever started took no time.
            seconds = startedNanos == 0 ? 0 : (System.nanoTime() - startedNanos) / 1e9;
        }
        onChange.run();
    }

    /** Tells the service to end by closing its input, and ends it and all it started by force after the limit. */
    void stop(Duration limit) throws InterruptedException {
        Process running;
        synchronized (this) {
            stopping = true;
            notifyAll();
            running = process;
        }
        if (running != null && running.isAlive()) {
            closeInput(running);
            if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree();
                running.waitFor();
            }
        }
        enter(ServiceState.STOPPED, null);
    }

    private void killTree() {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            List<ProcessHandle> tree = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                    .toList();
            tree.forEach(ProcessHandle::destroyForcibly);
            closeInput(running);
        }
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The process is gone already, and its end of the pipe with it.
            process.destroy();
        }
    }

    synchronized StackState.Entry entry() {
        Process running = process;
        boolean lives = running != null && running.isAlive();
        return new StackState.Entry(
                service(),
                state,
                state == ServiceState.STARTING ? (System.nanoTime() - startedNanos) / 1e9 : seconds,
                restarts,
                lives && running != null ? running.pid() : null,
                lives && running != null
                        ? StackState.startOf(running.toHandle()).orElse(null)
                        : null,
                data.log(service()).toString(),
                detail);
    }
}
