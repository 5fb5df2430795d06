package io.candlewick.chaos;

import io.candlewick.local.BrokerMain;
import io.candlewick.local.FreePorts;
import io.candlewick.local.StackException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * One broker, or three that keep every record three times and take none that fewer than two have; each is a controller too.
 *
 * <p>Clients come through a proxy a broker; the brokers, and whoever only watches, go straight to them.
 */
final class Brokers implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int ADMIN_LIMIT_MS = 4_000;
    private static final String HEAP = "-Xmx320m";

    private final List<Broker> brokers;

    private record Broker(Member member, TcpProxy proxy, int inner) {}

    private record Listeners(int clients, int inner, int controller) {}

    private Brokers(List<Broker> brokers) {
        this.brokers = List.copyOf(brokers);
    }

    static Brokers started(int count, Path directory) throws StackException, InterruptedException {
        try {
            List<Integer> free = FreePorts.some(3 * count);
            List<Listeners> listeners = IntStream.range(0, count)
                    .mapToObj(index ->
                            new Listeners(free.get(3 * index), free.get(3 * index + 1), free.get(3 * index + 2)))
                    .toList();
            String cluster = Uuid.randomUuid().toString();
            List<Broker> made = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                made.add(broker(index, listeners, cluster, directory));
            }
            Brokers brokers = new Brokers(made);
            brokers.start();
            return brokers;
        } catch (IOException failed) {
            throw new StackException("the brokers cannot be started: " + failed.getMessage(), failed);
        }
    }

    private void start() throws IOException, StackException, InterruptedException {
        boolean started = false;
        try {
            for (Broker broker : brokers) {
                broker.member.start();
            }
            awaitAll();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private static Broker broker(int index, List<Listeners> all, String cluster, Path directory) throws IOException {
        Listeners own = all.get(index);
        TcpProxy proxy = new TcpProxy(own.clients);
        String name = "broker-" + (index + 1);
        Path home = Files.createDirectories(directory.resolve(name));
        Path file = home.resolve("server.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties(index, all, cluster, proxy.port(), home).store(out, "A broker to be killed.");
        }
        Member member = new Member(
                name,
                List.of(HEAP),
                List.of(BrokerMain.class.getName(), file.toString()),
                Map.of(),
                directory.resolve(name + ".log"));
        return new Broker(member, proxy, own.inner);
    }

    private static Properties properties(
            int index, List<Listeners> all, String cluster, int advertised, Path directory) {
        Listeners own = all.get(index);
        String copies = Integer.toString(all.size());
        String least = Integer.toString(all.size() / 2 + 1);
        Properties properties = new Properties();
        Map.ofEntries(
                        Map.entry("candlewick.cluster.id", cluster),
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry("node.id", Integer.toString(index + 1)),
                        Map.entry(
                                "listeners",
                                address("CLIENTS", own.clients) + "," + address("INNER", own.inner) + ","
                                        + address("CONTROLLER", own.controller)),
                        Map.entry(
                                "advertised.listeners",
                                address("CLIENTS", advertised) + "," + address("INNER", own.inner)),
                        Map.entry(
                                "listener.security.protocol.map",
                                "CLIENTS:PLAINTEXT,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("inter.broker.listener.name", "INNER"),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        Map.entry("controller.quorum.voters", voters(all)),
                        Map.entry("log.dirs", directory.resolve("log").toString()),
                        Map.entry("auto.create.topics.enable", "false"),
                        Map.entry("default.replication.factor", copies),
                        Map.entry("min.insync.replicas", least),
                        Map.entry("offsets.topic.replication.factor", copies),
                        Map.entry("offsets.topic.num.partitions", "8"),
                        Map.entry("transaction.state.log.replication.factor", copies),
                        Map.entry("transaction.state.log.min.isr", least),
                        Map.entry("transaction.state.log.num.partitions", "8"),
                        // A lone broker as the local stack's, see there; others know what there is when one comes back.
                        Map.entry(
                                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                                all.size() == 1 ? "20000" : "1000"),
                        Map.entry("share.coordinator.state.topic.replication.factor", copies),
                        Map.entry("share.coordinator.state.topic.min.isr", least),
                        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                        Map.entry("group.initial.rebalance.delay.ms", "0"),
                        // So that short session timeouts can be tried.
                        Map.entry("group.min.session.timeout.ms", "1000"),
                        Map.entry("log.cleaner.dedupe.buffer.size", "16777216"))
                .forEach(properties::setProperty);
        return properties;
    }

    private static String address(String listener, int port) {
        return listener + "://127.0.0.1:" + port;
    }

    private static String voters(List<Listeners> all) {
        return IntStream.range(0, all.size())
                .mapToObj(index -> (index + 1) + "@127.0.0.1:" + all.get(index).controller)
                .collect(Collectors.joining(","));
    }

    int count() {
        return brokers.size();
    }

    Member member(int index) {
        return brokers.get(index).member;
    }

    TcpProxy proxy(int index) {
        return brokers.get(index).proxy;
    }

    List<Member> members() {
        return brokers.stream().map(Broker::member).toList();
    }

    /** Where clients connect. */
    String clientServers() {
        return brokers.stream()
                .map(broker -> "127.0.0.1:" + broker.proxy.port())
                .collect(Collectors.joining(","));
    }

    /** Where those connect whom no cut network concerns. */
    String innerServers() {
        return brokers.stream().map(broker -> "127.0.0.1:" + broker.inner).collect(Collectors.joining(","));
    }

    /** Waits until every broker is part of the cluster. */
    void awaitAll() throws StackException, InterruptedException {
        long startNanos = System.nanoTime();
        while (!allThere()) {
            if (System.nanoTime() - startNanos > START_LIMIT.toNanos()) {
                throw new StackException("not all of " + brokers.size() + " brokers are there after "
                        + START_LIMIT.toSeconds() + " s: see "
                        + brokers.get(0).member.log().resolveSibling("broker-*.log"));
            }
            for (Broker broker : brokers) {
                if (!broker.member.isAlive()) {
                    throw new StackException(broker.member.name() + " ended: see " + broker.member.log());
                }
            }
            Thread.sleep(200);
        }
    }

    private boolean allThere() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                innerServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ADMIN_LIMIT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ADMIN_LIMIT_MS);
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().nodes().get().size() == brokers.size();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    /** Ends them at once: told to end in order, the last ones would wait for a majority that is not there any more. */
    @Override
    public void close() {
        for (Broker broker : brokers) {
            broker.member.endNow();
            broker.proxy.close();
        }
    }
}
