package io.candlewick.ingest.app;

import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.FeedRunner;
import io.candlewick.ingest.feed.JdkTransport;
import io.candlewick.ingest.feed.VendorFeed;
import io.candlewick.ingest.instrument.InstrumentCatalog;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.publish.LiveOutput;
import io.candlewick.ingest.publish.LiveProducer;
import io.candlewick.ingest.publish.SpoolingSender;
import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live feeds: follows who wants what, gives each symbol to the first feed that has it, and keeps the feeds up.
 *
 * <p><b>Thread</b>: one a feed, one that sends, one that follows the subscriptions.
 */
public final class LiveRole implements Role {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRole.class);
    private static final Duration INSTRUMENTS_TIMEOUT = Duration.ofSeconds(15);
    private static final long FOLLOW_MS = 500;
    private static final long STOP_MS = 10_000;

    private final IngestServices services;
    private final SpoolingSender sender;
    private final Map<VendorFeed, FeedRunner> runners = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread follower = new Thread(this::follow, "subscriptions");
    private final Set<Symbol> unserved = new HashSet<>();
    private volatile InstrumentCatalog instruments = new InstrumentCatalog(List.of());
    private volatile String trouble = "";
    private volatile boolean closing;

    /**
     * Opens the spool and reads the instruments.
     *
     * @param services what it works with
     * @throws StartException if its folder cannot be made
     */
    public LiveRole(IngestServices services) {
        this.services = services;
        IngestConfig config = services.config();
        try {
            Files.createDirectories(config.directory());
        } catch (IOException failed) {
            throw new StartException(
                    IngestConfig.DIRECTORY + "=" + config.directory() + " cannot be made: " + failed, failed);
        }
        readInstruments();
        this.sender = SpoolingSender.open(
                config.spool(),
                new LiveProducer(
                        config.bootstrapServers(),
                        "candlewick-" + config.instance(),
                        services.kafka().overrides()),
                services.meters());
        LiveOutput output = new LiveOutput(sender, services.kafka().serdes(), config.instance(), services.partitions());
        try {
            output.prepare();
        } catch (SerializationException refused) {
            sender.close();
            throw new StartException(
                    "schema registry " + config.registryUrl() + ": " + refused.getMessage(), refused);
        }
        LiveFeeds feeds = new LiveFeeds(config, this::instrument);
        for (String name : config.feeds()) {
            VendorFeed vendor = feeds.create(name);
            runners.put(vendor, new FeedRunner(vendor, surroundings(output)));
        }
    }

    private FeedRunner.Surroundings surroundings(LiveOutput output) {
        return new FeedRunner.Surroundings(
                services.config().feed(),
                output,
                new JdkTransport(),
                services.clock(),
                new SplittableRandom(),
                symbol -> instrument(symbol).map(Instrument::calendar).orElse(TradingCalendar.UTC),
                services.identity(),
                services.config().directory(),
                services.meters(),
                this::dependencies);
    }

    private List<String> dependencies() {
        List<String> states = new ArrayList<>();
        states.add(sender.trouble().isEmpty() ? "kafka=up" : "kafka=down: " + sender.trouble());
        runners.values()
                .forEach(runner -> states.add(
                        runner.name() + (runner.trouble().isEmpty() ? "=up" : "=down: " + runner.trouble())));
        return states;
    }

    private Optional<Instrument> instrument(Symbol symbol) {
        try {
            return Optional.of(instruments.find(services.config().tenant(), symbol));
        } catch (InstrumentException unknown) {
            return Optional.empty();
        }
    }

    private void readInstruments() {
        instruments = new InstrumentTopic(
                        services.config().bootstrapServers(),
                        services.kafka().serdes(),
                        services.kafka().overrides())
                .read(INSTRUMENTS_TIMEOUT);
    }

    @Override
    public void start() {
        for (FeedRunner runner : runners.values()) {
            Thread thread = new Thread(runner, runner.name());
            threads.add(thread);
            thread.start();
        }
        follower.setDaemon(true);
        follower.start();
    }

    private void follow() {
        try (Subscriptions subscriptions =
                new Subscriptions(services.kafka(), services.config().tenant())) {
            while (!closing) {
                followOnce(subscriptions);
                TimeUnit.MILLISECONDS.sleep(FOLLOW_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /* While the broker is away the symbols stay what they were. */
    private void followOnce(Subscriptions subscriptions) {
        try {
            subscriptions.catchUp();
            assign(subscriptions.symbols());
            trouble = "";
        } catch (TopicException | InstrumentException away) {
            trouble = String.valueOf(away.getMessage());
        }
    }

    private void assign(Set<Symbol> wanted) {
        if (wanted.stream().anyMatch(symbol -> instrument(symbol).isEmpty() && !unserved.contains(symbol))) {
            readInstruments();
        }
        Set<Symbol> left = new TreeSet<>(wanted);
        runners.forEach((vendor, runner) -> {
            Set<Symbol> mine = new TreeSet<>(left);
            mine.removeIf(symbol -> !vendor.carries(symbol));
            left.removeAll(mine);
            runner.want(mine);
        });
        unserved.retainAll(left);
        for (Symbol symbol : left) {
            if (unserved.add(symbol)) {
                LOG.warn(
                        "Symbol {} is wanted, and none of the feeds {} has it",
                        symbol,
                        services.config().feeds());
            }
        }
    }

    @Override
    public List<String> troubles() {
        List<String> lines = new ArrayList<>();
        if (!sender.trouble().isEmpty()) {
            lines.add(sender.trouble() + " (" + sender.pendingBytes() + " bytes spooled)");
        }
        runners.values().forEach(runner -> {
            if (!runner.trouble().isEmpty()) {
                lines.add(runner.name() + ": " + runner.trouble());
            }
        });
        if (!trouble.isEmpty()) {
            lines.add(trouble);
        }
        return lines;
    }

    @Override
    public void close() {
        closing = true;
        follower.interrupt();
        runners.values().forEach(FeedRunner::close);
        try {
            for (Thread thread : threads) {
                thread.join(STOP_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
