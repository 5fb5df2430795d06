package io.candlewick.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the brokers the same several times a second, in a thread of its own, and goes on asking while they do not answer. */
final class AdminWatch implements AutoCloseable {

    private static final int LIMIT_MS = 3_000;
    private static final long PAUSE_MS = 100;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Admin admin;
    private final Question question;
    private final Runnable unanswered;
    private final Thread thread;
    private volatile boolean stopped;

    /** What is asked, and what is made of the answer. */
    interface Question {
        void ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    /**
     * Opens a connection.
     *
     * @param name of the thread
     * @param question what is asked each time
     * @param unanswered what is to be done when it was not answered
     */
    AdminWatch(String name, String bootstrapServers, Question question, Runnable unanswered) {
        this.question = question;
        this.unanswered = unanswered;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MS));
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                question.ask(admin);
            } catch (ExecutionException away) {
                unanswered.run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        admin.close(CLOSE_LIMIT);
    }
}
