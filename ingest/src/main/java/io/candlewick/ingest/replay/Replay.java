package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.SourceFaultException;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.format.TickRow;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays files of ticks into a topic as a feed would have sent them.
 *
 * <p><b>Shape</b>: a STARTED mark of each symbol, its ticks in event-time order with ALIVE heartbeats between them, an ENDED mark of each symbol.
 * A file that breaks off gets a DOWN mark at its last tick and the other files go on. <b>Thread</b>: {@link #run()} is called once, from any
 * thread; {@link #stop()} from any. <b>Errors</b>: {@link SourceFaultException} if a file cannot be opened, before anything is sent;
 * {@link io.candlewick.ingest.publish.PublishException} if the broker does not take the ticks; {@link ReplayException} if bad
 * lines cannot be written down.
 */
public final class Replay {

    private static final int TICKS_PER_CLOCK_READING = 256;
    private static final long PROGRESS_INTERVAL_NANOS = 200_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ReplayOptions options;
    private final TickPublisher publisher;
    private final WallClock clock;
    private final Consumer<ReplayProgress> progress;
    private final String feed;
    private final RejectFile rejects;
    private final FeedMarks marks;
    private final Pace pace;
    private final OptionalLong fromUs;
    private final OptionalLong toUs;
    private final List<String> faults = new ArrayList<>();
    private volatile boolean stopRequested;

    private Tick.Origin origin;
    private long startNanos;
    private long lastProgressNanos;
    private long ticks;
    private long outOfOrder;
    private long outsideRange;
    private long firstUs = Long.MAX_VALUE;
    private long lastUs = Long.MIN_VALUE;

    /**
     * A replay that has not begun.
     *
     * @param options what to replay and how
     * @param publisher takes the ticks; stays open
     * @param clock the time outside
     * @param progress is told about five times a second how far it has come, and once at the end
     */
    public Replay(ReplayOptions options, TickPublisher publisher, WallClock clock, Consumer<ReplayProgress> progress) {
        this.options = options;
        this.publisher = publisher;
        this.clock = clock;
        this.progress = progress;
        this.feed = options.feedName();
        this.rejects = new RejectFile(options.rejectFile());
        this.fromUs = us(options.from());
        this.toUs = us(options.to());
        this.marks = new FeedMarks(publisher, options.heartbeatIntervalUs(), fromUs);
        this.pace = new Pace(options.speed(), clock);
        this.origin = new Tick.Origin(options.tenant(), feed, 0);
    }

    private static OptionalLong us(Optional<Instant> time) {
        return time.map(instant -> OptionalLong.of(Times.us(instant))).orElse(OptionalLong.empty());
    }

    /** Asks the replay to end: it still says ENDED at the last time published and waits for its acknowledgements. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Plays the files to their end, or until {@link #stop()}.
     *
     * @return what was done
     * @throws SourceFaultException if a file cannot be opened
     */
    public ReplayResult run() throws SourceFaultException {
        startNanos = clock.nanoTime();
        lastProgressNanos = startNanos;
        long otherSymbols;
        // Closed in this order: first the files, then the reject file they write to.
        try (rejects;
                EventTimeMerge merge = new EventTimeMerge(options.files(), rejects, this::brokeOff)) {
            readClock();
            marks.declare(declaredSymbols(), origin);
            publishAll(merge);
            sayEnded();
            publisher.flush();
            report(merge.fraction());
            otherSymbols = merge.otherSymbols();
        }
        return result(otherSymbols);
    }

    private void publishAll(EventTimeMerge merge) {
        boolean paced = options.speed().isPaced();
        while (!stopRequested) {
            TickRow row = merge.next();
            if (row == null) {
                return;
            }
            if (isOutside(row.eventTimeUs())) {
                outsideRange++;
                continue;
            }
            pace.await(row.eventTimeUs(), timeUs -> waitOn(timeUs, merge));
            if (stopRequested) {
                return;
            }
            if (paced || ticks % TICKS_PER_CLOCK_READING == 0) {
                readClock();
                reportIfDue(merge);
            }
            publish(row);
        }
    }

    private void publish(TickRow row) {
        long eventTimeUs = row.eventTimeUs();
        marks.before(row.symbol(), eventTimeUs, origin);
        publisher.publish(row.toTick(origin, ++ticks));
        outOfOrder += eventTimeUs < lastUs ? 1 : 0;
        firstUs = Math.min(firstUs, eventTimeUs);
        lastUs = Math.max(lastUs, eventTimeUs);
    }

    private boolean isOutside(long eventTimeUs) {
        return (fromUs.isPresent() && eventTimeUs < fromUs.getAsLong())
                || (toUs.isPresent() && eventTimeUs >= toUs.getAsLong());
    }

    /* Time passes for the bars also while no tick comes. */
    private boolean waitOn(long eventTimeUs, EventTimeMerge merge) {
        readClock();
        marks.alive(eventTimeUs, origin);
        reportIfDue(merge);
        return !stopRequested;
    }

    private void brokeOff(@Nullable Symbol symbol, long lastTimeUs, SourceFaultException fault) {
        faults.add(String.valueOf(fault.getMessage()));
        if (symbol != null) {
            marks.down(symbol, lastTimeUs, origin);
        }
    }

    private void sayEnded() {
        readClock();
        if (toUs.isPresent() && !stopRequested) {
            marks.end(toUs.getAsLong(), origin);
        } else if (ticks > 0) {
            marks.end(stopRequested ? lastUs : FeedMarks.endOfMinute(lastUs), origin);
        } else if (fromUs.isPresent()) {
            marks.end(fromUs.getAsLong(), origin);
        }
    }

    private Set<Symbol> declaredSymbols() {
        Set<Symbol> symbols = new TreeSet<>();
        for (TickFile file : options.files()) {
            file.symbol().ifPresent(symbols::add);
        }
        return symbols;
    }

    private void readClock() {
        origin = new Tick.Origin(options.tenant(), feed, clock.nowUs());
    }

    private void reportIfDue(EventTimeMerge merge) {
        long now = clock.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_INTERVAL_NANOS) {
            lastProgressNanos = now;
            report(merge.fraction());
        }
    }

    private void report(double fraction) {
        long passedNanos = Math.max(1, clock.nanoTime() - startNanos);
        Optional<Duration> remaining = fraction > 0
                ? Optional.of(Duration.ofNanos((long) (passedNanos / fraction * (1 - fraction))))
                : Optional.empty();
        progress.accept(new ReplayProgress(
                ticks, rejects.total(), ticks * NANOS_PER_SECOND / passedNanos, fraction, remaining, lastUs));
    }

    private ReplayResult result(long otherSymbols) {
        return new ReplayResult(
                feed,
                marks.symbols(),
                ticks,
                marks.heartbeats(),
                rejects.counts(),
                rejects.examples(),
                rejects.path(),
                outOfOrder,
                outsideRange,
                otherSymbols,
                ticks == 0 ? Optional.empty() : Optional.of(Times.instant(firstUs)),
                ticks == 0 ? Optional.empty() : Optional.of(Times.instant(lastUs)),
                Duration.ofNanos(clock.nanoTime() - startNanos),
                publisher.partitions(),
                List.copyOf(faults),
                stopRequested);
    }
}
