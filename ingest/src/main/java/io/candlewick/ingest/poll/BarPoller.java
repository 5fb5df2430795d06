package io.candlewick.ingest.poll;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.CachedInstruments;
import io.candlewick.ingest.download.DeadLetters;
import io.candlewick.ingest.download.SubscribedSymbols;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.schedule.PeriodicTask;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.BarListener;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.RowFault;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks vendors without a stream for the newest bars of every subscribed symbol they have, and publishes what is new to {@code bars.repair}.
 *
 * <p><b>Thread</b>: its own; the vendor's rate limit decides how many symbols a minute holds. <b>Errors</b>: a vendor that does not answer is
 * among the {@link #troubles}, and asked for the whole span the next time; a row that is no bar goes to {@code ingest.dlq}.
 */
public final class BarPoller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BarPoller.class);
    private static final String REQUEST = "poll";
    /* Stands beside the names of vendors. */
    private static final String BROKER = "";
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final KafkaAccess kafka;
    private final PollConfig config;
    private final List<BarVendor> vendors;
    private final InstantSource clock;
    private final CachedInstruments instruments;
    private final SubscribedSymbols subscriptions;
    private final Map<SubscribedSymbols.Owned, PolledSeries> series = new HashMap<>();
    private final PeriodicTask task = new PeriodicTask("bar-poller", PAUSE, this::poll, this::waits);
    private final DeadLetters letters;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final AtomicLong bars = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile List<String> unknownSymbols = List.of();
    private @Nullable KafkaBarPublisher publisher;

    /**
     * Opens clients; nothing is asked yet.
     *
     * @param kafka how the brokers are reached
     * @param config which vendors, how often
     * @param vendors all vendors that are configured
     * @param clock the time
     */
    public BarPoller(KafkaAccess kafka, PollConfig config, List<BarVendor> vendors, InstantSource clock) {
        this.kafka = kafka;
        this.config = config;
        this.vendors = config.sources().stream()
                .flatMap(name -> vendors.stream().filter(vendor -> vendor.name().equals(name)))
                .toList();
        this.clock = clock;
        this.instruments = new CachedInstruments(kafka, clock);
        this.subscriptions = new SubscribedSymbols(kafka);
        this.letters = new DeadLetters(kafka);
    }

    /**
     * How many bars were published.
     *
     * @return new and changed ones
     */
    public long bars() {
        return bars.get();
    }

    /**
     * How many rows were no bars.
     *
     * @return rows sent to {@code ingest.dlq}
     */
    public long rejected() {
        return rejected.get();
    }

    /**
     * How many questions a vendor did not answer.
     *
     * @return questions
     */
    public long failed() {
        return failed.get();
    }

    /**
     * What is wrong at the moment.
     *
     * @return a line a vendor that does not answer and a symbol nobody knows, and one if the broker is away; none if all is well
     */
    public List<String> troubles() {
        return Stream.concat(troubles.values().stream(), unknownSymbols.stream())
                .sorted()
                .toList();
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void waits(Exception away) {
        LOG.warn("Polling waits: {}", away.getMessage());
        troubles.put(BROKER, "polling waits: " + away.getMessage());
        closePublisher();
    }

    /**
     * Asks for what is due.
     *
     * @return how many bars were published
     * @throws InterruptedException if the thread is to end
     */
    public int poll() throws InterruptedException {
        Set<SubscribedSymbols.Owned> symbols = subscriptions.now();
        troubles.remove(BROKER);
        series.keySet().retainAll(symbols);
        List<String> strangers = new ArrayList<>();
        int published = 0;
        for (SubscribedSymbols.Owned owned : symbols) {
            try {
                published += poll(owned, instruments.find(owned.tenant(), owned.symbol()));
            } catch (InstrumentException unknown) {
                // The others are polled all the same.
                strangers.add("not polled: " + unknown.getMessage());
            }
        }
        unknownSymbols = strangers;
        return published;
    }

    private int poll(SubscribedSymbols.Owned owned, Instrument instrument) throws InterruptedException {
        Optional<BarVendor> vendor = vendors.stream()
                .filter(one -> one.refusal(instrument, config.timeframe()).isEmpty())
                .findFirst();
        if (vendor.isEmpty()) {
            return 0;
        }
        PolledSeries polled = series.computeIfAbsent(owned, unseen -> new PolledSeries(config, instrument.calendar()));
        Optional<TimeSpan> span = polled.due(clock.instant());
        return span.isPresent() ? ask(vendor.get(), instrument, polled, span.get()) : 0;
    }

    private int ask(BarVendor vendor, Instrument instrument, PolledSeries polled, TimeSpan span)
            throws InterruptedException {
        Answer answer = new Answer();
        try {
            vendor.download(new SeriesRange(instrument, config.timeframe(), span.startUs(), span.endUs()), answer);
        } catch (VendorException failure) {
            LOG.warn("Not polled: {}", failure.getMessage());
            troubles.put(vendor.name(), "not polled: " + failure.getMessage());
            failed.incrementAndGet();
            return 0;
        }
        troubles.remove(vendor.name());
        DeadLetters.Origin origin = new DeadLetters.Origin(instrument.symbol(), vendor.name(), REQUEST);
        for (String row : polled.newFaults(answer.faults.keySet())) {
            Fault fault = Objects.requireNonNull(answer.faults.get(row));
            LOG.warn("A polled row of {} is no bar, {}: {}", instrument.symbol(), fault.reason, fault.detail);
            letters.send(origin, fault.reason, fault.detail, row);
            rejected.incrementAndGet();
        }
        List<Bar> news = polled.news(span, answer.bars);
        if (!news.isEmpty()) {
            KafkaBarPublisher target = publisher();
            target.deliver(REQUEST, vendor.name(), Times.us(clock.instant()));
            news.forEach(bar -> target.publish(bar, new TimeSpan(span.startUs(), span.endUs())));
            target.flush();
            bars.addAndGet(news.size());
        }
        return news.size();
    }

    private KafkaBarPublisher publisher() {
        KafkaBarPublisher open = publisher;
        if (open == null) {
            open = KafkaBarPublisher.open(
                    new PublisherConfig(
                            kafka.bootstrapServers(),
                            Topics.BARS_REPAIR.name(),
                            REQUEST,
                            Duration.ZERO,
                            kafka.overrides()),
                    kafka.serdes(),
                    REQUEST,
                    Times.us(clock.instant()));
            publisher = open;
        }
        return open;
    }

    private void closePublisher() {
        KafkaBarPublisher open = publisher;
        publisher = null;
        if (open != null) {
            open.close();
        }
    }

    private record Fault(RowFault reason, String detail) {}

    /** The bars of an answer, and its rows that are none. */
    private static final class Answer implements BarListener {

        private final List<Bar> bars = new ArrayList<>();
        private final Map<String, Fault> faults = new LinkedHashMap<>();

        @Override
        public void bar(Bar bar) {
            bars.add(bar);
        }

        @Override
        public void rejected(RowFault reason, String detail, String row) {
            faults.put(row, new Fault(reason, detail));
        }
    }

    @Override
    public void close() {
        task.close();
        closePublisher();
        subscriptions.close();
        letters.close();
    }
}
