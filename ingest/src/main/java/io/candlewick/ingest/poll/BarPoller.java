package io.candlewick.ingest.poll;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.CachedInstruments;
import io.candlewick.ingest.download.SubscribedSymbols;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks vendors without a stream for the newest bars of every subscribed symbol they have, and publishes what is new to {@code bars.repair}.
 *
 * <p><b>Thread</b>: its own; the vendor's rate limit decides how many symbols a minute holds. <b>Errors</b>: a vendor that does not answer is
 * logged, and asked for the whole span the next time.
 */
public final class BarPoller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BarPoller.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final KafkaAccess kafka;
    private final PollConfig config;
    private final List<BarVendor> vendors;
    private final InstantSource clock;
    private final CachedInstruments instruments;
    private final SubscribedSymbols subscriptions;
    private final Map<SubscribedSymbols.Owned, PolledSeries> series = new HashMap<>();
    private final PeriodicTask task = new PeriodicTask("bar-poller", PAUSE, this::poll, this::waits);
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
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void waits(Exception away) {
        LOG.warn("Polling waits: {}", away.getMessage());
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
        series.keySet().retainAll(symbols);
        int published = 0;
        for (SubscribedSymbols.Owned owned : symbols) {
            Instrument instrument = instruments.find(owned.tenant(), owned.symbol());
            Optional<BarVendor> vendor = vendors.stream()
                    .filter(one -> one.refusal(instrument, config.timeframe()).isEmpty())
                    .findFirst();
            if (vendor.isPresent()) {
                PolledSeries polled =
                        series.computeIfAbsent(owned, unseen -> new PolledSeries(config, instrument.calendar()));
                Optional<TimeSpan> span = polled.due(clock.instant());
                if (span.isPresent()) {
                    published += ask(vendor.get(), instrument, polled, span.get());
                }
            }
        }
        return published;
    }

    private int ask(BarVendor vendor, Instrument instrument, PolledSeries polled, TimeSpan span)
            throws InterruptedException {
        Answer answer = new Answer();
        try {
            vendor.download(new SeriesRange(instrument, config.timeframe(), span.startUs(), span.endUs()), answer);
        } catch (VendorException failed) {
            LOG.warn("Not polled: {}", failed.getMessage());
            return 0;
        }
        List<Bar> news = polled.news(span, answer.bars);
        if (!news.isEmpty()) {
            KafkaBarPublisher target = publisher();
            target.deliver("poll", vendor.name(), Times.us(clock.instant()));
            news.forEach(bar -> target.publish(bar, new TimeSpan(span.startUs(), span.endUs())));
            target.flush();
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
                            "poll",
                            Duration.ZERO,
                            kafka.overrides()),
                    kafka.serdes(),
                    "poll",
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

    /** The bars of an answer; a row that is none is logged. */
    private static final class Answer implements BarListener {

        private final List<Bar> bars = new ArrayList<>();

        @Override
        public void bar(Bar bar) {
            bars.add(bar);
        }

        @Override
        public void rejected(RowFault reason, String detail, String row) {
            LOG.warn("A polled row is no bar, {}: {}", reason, detail);
        }
    }

    @Override
    public void close() {
        task.close();
        closePublisher();
        subscriptions.close();
    }
}
