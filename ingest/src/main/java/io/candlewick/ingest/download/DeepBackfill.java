package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.schedule.PeriodicTask;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills in years of history of every subscribed symbol, some symbols a night.
 *
 * <p>A run asks for the {@linkplain DeepBackfillPlan earliest part that the ledger lacks}, of as many symbols as a run may take; so the next
 * night goes on where this one ended, and nothing but what failed is asked for twice. <b>Thread</b>: its own. <b>Errors</b>: a broker that is away is logged and asked again.
 */
public final class DeepBackfill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeepBackfill.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DeepBackfillConfig config;
    private final DeepBackfillPlan plan;
    private final InstantSource clock;
    private final CachedInstruments instruments;
    private final LedgerTopic ledger;
    private final SubscribedSymbols subscriptions;
    private final RecordWriter<BackfillRequest> requests;
    private final PeriodicTask task = new PeriodicTask("deep-backfill", PAUSE, this::round, this::waits);
    private volatile List<String> unknownSymbols = List.of();
    private volatile String broker = "";
    private @Nullable LocalDate lastRun;

    /**
     * Opens clients; nothing is asked yet.
     *
     * @param kafka how the brokers are reached
     * @param config when and how much
     * @param download how long a chunk is
     * @param clock the time
     */
    public DeepBackfill(KafkaAccess kafka, DeepBackfillConfig config, DownloadConfig download, InstantSource clock) {
        this.config = config;
        this.plan = new DeepBackfillPlan(config, download.chunkBars());
        this.clock = clock;
        this.instruments = new CachedInstruments(kafka, clock);
        this.ledger = new LedgerTopic(kafka);
        this.subscriptions = new SubscribedSymbols(kafka);
        this.requests = new RecordWriter<>(kafka, Topics.BACKFILL_REQUESTS, BackfillRequest.class);
    }

    /**
     * What is wrong at the moment.
     *
     * @return a line each symbol of the last run that nobody knows, and one if the broker is away; none if all is well
     */
    public List<String> troubles() {
        return Stream.concat(unknownSymbols.stream(), Stream.of(broker).filter(away -> !away.isEmpty()))
                .toList();
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void round() {
        if (isDue()) {
            ask();
            lastRun = today();
            broker = "";
        }
    }

    private void waits(Exception away) {
        LOG.warn("The nightly backfill waits: {}", away.getMessage());
        broker = "waits: " + away.getMessage();
    }

    /* Within the hour after its time: a process that starts at noon does not begin the night's work. */
    private boolean isDue() {
        if (config.at().isEmpty() || today().equals(lastRun)) {
            return false;
        }
        Instant begins = today().atTime(config.at().get()).toInstant(ZoneOffset.UTC);
        Instant now = clock.instant();
        return !now.isBefore(begins) && now.isBefore(begins.plus(Duration.ofHours(1)));
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Asks for one night's work.
     *
     * @return how many symbols were asked for
     */
    public int ask() {
        Ledger known = ledger.catchUp();
        int asked = 0;
        List<String> strangers = new ArrayList<>();
        for (SubscribedSymbols.Owned owned : subscriptions.now()) {
            if (asked == config.symbols()) {
                break;
            }
            Optional<TimeSpan> part = part(owned, known, strangers);
            if (part.isPresent()) {
                BackfillRequest request = request(owned, part.get());
                requests.send(owned.symbol(), BackfillView.key(request), request);
                asked++;
            }
        }
        requests.flush();
        unknownSymbols = List.copyOf(strangers);
        LOG.info("The nightly backfill asks for {} symbols", asked);
        return asked;
    }

    private Optional<TimeSpan> part(SubscribedSymbols.Owned owned, Ledger known, List<String> strangers) {
        try {
            Instrument instrument = instruments.find(owned.tenant(), owned.symbol());
            return plan.part(instrument, known.of(owned.tenant(), owned.symbol(), config.timeframe()), clock.instant());
        } catch (InstrumentException unknown) {
            LOG.warn("Not filled in: {}", unknown.getMessage());
            strangers.add("not filled in: " + unknown.getMessage());
            return Optional.empty();
        }
    }

    private BackfillRequest request(SubscribedSymbols.Owned owned, TimeSpan part) {
        BarKey first = new BarKey(owned.tenant(), owned.symbol(), config.timeframe(), part.startUs());
        return BackfillRequests.of(first, part.endUs(), BackfillCause.DEEP_BACKFILL, clock.instant())
                .setRequestId("deep-" + UUID.randomUUID())
                .setLane(Lane.HISTORY)
                .build();
    }

    @Override
    public void close() {
        task.close();
        requests.close();
        subscriptions.close();
        ledger.close();
    }
}
