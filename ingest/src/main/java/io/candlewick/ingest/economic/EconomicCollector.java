package io.candlewick.ingest.economic;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.schedule.PeriodicTask;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.ingest.venue.TokenBucket;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.ingest.venue.VendorHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches economic calendars into {@code calendar.events}: what is new or changed, and nothing where nothing is.
 *
 * <p><b>Shape</b>: {@code source|currency|title|event_time} to EconomicEvent. <b>Thread</b>: its own. <b>Errors</b>: a source that does not answer
 * or sends something else is logged and asked again at the next turn; the others go on.
 */
public final class EconomicCollector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EconomicCollector.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /* Stands beside the names of sources. */
    private static final String BROKER = "";

    private final EconomicConfig config;
    private final InstantSource clock;
    private final TableReader<EconomicEvent> reader;
    private final RecordWriter<EconomicEvent> writer;
    private final VendorHttp http;
    private final Map<String, EconomicEvent> known = new HashMap<>();
    private final PeriodicTask task = new PeriodicTask("economic-calendar", PAUSE, this::round, this::waits);
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private Instant next = Instant.MIN;

    /**
     * Opens clients; nothing is fetched yet.
     *
     * @param kafka how the brokers are reached
     * @param config which calendars
     * @param clock the time
     */
    public EconomicCollector(KafkaAccess kafka, EconomicConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.reader = new TableReader<>(kafka, Topics.CALENDAR_EVENTS, EconomicEvent.class);
        this.writer = new RecordWriter<>(kafka, Topics.CALENDAR_EVENTS, EconomicEvent.class);
        this.http = new VendorHttp(
                "economic calendar",
                Map.of("User-Agent", "candlewick"),
                new TokenBucket(30, Duration.ofMinutes(1), 5, System::nanoTime),
                wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()));
    }

    /**
     * What is wrong at the moment.
     *
     * @return a line a source that did not answer with a calendar, and one if the broker is away; none if all is well
     */
    public List<String> troubles() {
        return troubles.values().stream().sorted().toList();
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void round() throws InterruptedException {
        if (!clock.instant().isBefore(next)) {
            next = clock.instant().plus(config.every());
            fetch();
        }
    }

    private void waits(Exception away) {
        LOG.warn("The economic calendar waits: {}", away.getMessage());
        troubles.put(BROKER, "waits: " + away.getMessage());
        next = clock.instant().plus(Duration.ofMinutes(1));
    }

    /**
     * Fetches every source once.
     *
     * @return how many records were written
     * @throws InterruptedException if the thread is to end
     */
    public int fetch() throws InterruptedException {
        reader.catchUp((key, event) -> {
            if (event == null) {
                known.remove(key);
            } else {
                known.put(key, event);
            }
        });
        int written = 0;
        for (CalendarSource source : config.sources()) {
            try {
                written += write(source, entries(source));
                troubles.remove(source.reader().source());
            } catch (VendorException | IOException failed) {
                LOG.warn("Calendar {}: {}", source, failed.getMessage());
                troubles.put(source.reader().source(), source + ": " + failed.getMessage());
            }
        }
        troubles.remove(BROKER);
        return written;
    }

    private List<CalendarEntry> entries(CalendarSource source)
            throws VendorException, IOException, InterruptedException {
        VendorHttp.Answer answer = http.get(source.address(clock.instant()));
        if (!answer.isOk()) {
            throw new IOException("answers " + answer.status());
        }
        return source.reader().read(answer.body());
    }

    private int write(CalendarSource source, List<CalendarEntry> entries) {
        Map<String, EconomicEvent> ofSource = new HashMap<>();
        known.forEach((key, event) -> {
            if (event.getSource().equals(source.reader().source())
                    && event.getTenant().equals(config.tenant())) {
                ofSource.put(key, event);
            }
        });
        var changes = CalendarChanges.of(config.tenant(), ofSource, entries, clock.instant());
        changes.forEach(writer::send);
        writer.flush();
        LOG.info("Calendar {}: {} entries, {} changes", source, entries.size(), changes.size());
        return changes.size();
    }

    @Override
    public void close() {
        task.close();
        writer.close();
        reader.close();
    }
}
