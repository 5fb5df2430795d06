package io.candlewick.chaos;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Connect workers of one group, each under a supervisor of its own that starts it again. */
final class Workers implements AutoCloseable {

    private static final Duration CONNECTOR_LIMIT = Duration.ofMinutes(2);

    private final List<LocalStack> workers = new ArrayList<>();

    private Workers() {}

    /**
     * Starts them.
     *
     * @param count how many
     * @param directory where they keep their logs
     * @param brokers where they connect
     * @param timescale whose user and password the connectors' files name
     */
    static Workers started(int count, Path directory, String brokers, TimescaleServer timescale)
            throws StackException, InterruptedException {
        Workers started = new Workers();
        try {
            for (int index = 0; index < count; index++) {
                started.workers.add(LocalStack.started(StackConfig.in(directory.resolve("worker-" + (index + 1)))
                        .withTimescale(Optional.of(timescale))
                        .onBrokers(brokers)
                        .withServices(Set.of(Service.CONNECT))));
            }
            return started;
        } catch (StackException | InterruptedException failed) {
            started.close();
            throw failed;
        }
    }

    /** Has the group run a bundled connector, and waits until it runs. */
    void deploy(String name, Map<String, String> settings) {
        ConnectorFile file = ConnectorFile.bundled(name).with(settings);
        String url = workers.get(0).addresses().connectUrl().orElseThrow();
        new ConnectorDeployer(URI.create(url)).apply(file, CONNECTOR_LIMIT);
    }

    int count() {
        return workers.size();
    }

    /** The worker's process and all it started, those deepest in the tree first. */
    List<ProcessHandle> processes(int index) {
        return Site.processesOf(workers.get(index), Service.CONNECT);
    }

    List<ProcessHandle> processes() {
        return IntStream.range(0, count())
                .boxed()
                .flatMap(index -> processes(index).stream())
                .toList();
    }

    @Override
    public void close() {
        AllAtOnce.close(workers);
    }
}
