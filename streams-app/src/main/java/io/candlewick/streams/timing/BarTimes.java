package io.candlewick.streams.timing;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.GapReason;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is measured of one lane where its bars are said: how many by status, how late after their end, how soon after the record that closed
 * them, which are overdue, and how fresh each series is.
 *
 * <p>Times are those of the live lane alone: history says bars that ended years ago. For the same reason a live bar that ended more than
 * {@link #LIVE_WITHIN} ago, one of a replay into the live lane, has no close delay. <b>Thread</b>: tasks tell, any asks.
 */
public final class BarTimes implements BarWatch {

    /** What ended longer ago is not live. */
    public static final Duration LIVE_WITHIN = Duration.ofDays(1);

    /** Bounds of the histograms. */
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    /** Name of the histogram of {@code end + grace} to said. */
    public static final String CLOSE_DELAY = "candlewick.bar.close.delay";
    /** Name of the histogram from the broker's taking the record that closed a bar to the bar. */
    public static final String LOG_TO_BAR = "candlewick.bar.log.to.bar";

    private static final long MS_PER_HOUR = 3_600_000L;
    private static final long US_PER_MS = 1_000;

    private final String lane;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Counter finals;
    private final Map<CorrectionCause, Counter> corrected = new EnumMap<>(CorrectionCause.class);
    private final Map<GapReason, Counter> gaps = new EnumMap<>(GapReason.class);
    private final Optional<Live> live;
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();

    /** What only the live lane measures. */
    private record Live(Timer logToBar, Map<Timeframe, Timer> closeDelays, SeriesFreshness freshness) {}

    /**
     * The measures of a lane.
     *
     * @param lane its name
     * @param isLive whether its bars end now, and not in the past
     * @param registry where they are read
     * @param clock the wall clock
     */
    public BarTimes(String lane, boolean isLive, MeterRegistry registry, InstantSource clock) {
        this.lane = lane;
        this.registry = registry;
        this.clock = clock;
        this.finals = said(BarStatus.FINAL, "");
        for (CorrectionCause cause : CorrectionCause.values()) {
            corrected.put(cause, said(BarStatus.CORRECTED, cause.name()));
        }
        for (GapReason reason : GapReason.values()) {
            gaps.put(
                    reason,
                    Counter.builder("candlewick.gaps.said")
                            .description("Spans without bars that were said, by reason")
                            .tag("lane", lane)
                            .tag("reason", reason.name())
                            .register(registry));
        }
        this.live = isLive ? Optional.of(live()) : Optional.empty();
    }

    private Counter said(BarStatus status, String cause) {
        return Counter.builder("candlewick.bars.said")
                .description("Bars that went to their topic, by status and by what corrected them")
                .tag("lane", lane)
                .tag("status", status.name())
                .tag("cause", cause)
                .register(registry);
    }

    private Live live() {
        Gauge.builder(
                        "candlewick.bars.overdue.symbols",
                        tasks,
                        all -> all.values().stream()
                                .mapToInt(task -> task.overdueSymbols)
                                .sum())
                .description("Symbols with an open bar that should have closed, by wall clock and open market")
                .tag("lane", lane)
                .register(registry);
        Gauge.builder(
                        "candlewick.bars.overdue.seconds",
                        tasks,
                        all -> all.values().stream()
                                        .mapToLong(task -> task.overdueUs)
                                        .max()
                                        .orElse(0)
                                / 1e6)
                .description("For how long the one overdue for longest has been so")
                .tag("lane", lane)
                .register(registry);
        Timer logToBar = timer(LOG_TO_BAR)
                .description("From the broker's taking the record that closed a bar to the bar's being sent")
                .register(registry);
        return new Live(logToBar, new ConcurrentHashMap<>(), new SeriesFreshness(registry, lane));
    }

    private Timer.Builder timer(String name) {
        return Timer.builder(name).tag("lane", lane).serviceLevelObjectives(BOUNDS.toArray(Duration[]::new));
    }

    private Timer closeDelay(Timeframe timeframe) {
        return timer(CLOSE_DELAY)
                .description("From the end of a bar and its grace, by wall clock, to the bar's being sent")
                .tag("timeframe", timeframe.code())
                .register(registry);
    }

    @Override
    public OfTask ofTask(String task) {
        return tasks.computeIfAbsent(task, Task::new);
    }

    /** Works out what depends on the time of asking; to be called before the registry is read. */
    public void refresh() {
        live.ifPresent(measures -> measures.freshness.refresh(Times.us(clock.instant())));
    }

    @Override
    public String toString() {
        return "BarTimes of lane " + lane.toLowerCase(Locale.ROOT);
    }

    private final class Task implements OfTask {

        private final String name;
        private long takenMs;
        private volatile int overdueSymbols;
        private volatile long overdueUs;

        Task(String name) {
            this.name = name;
        }

        @Override
        public void reads(long recordTakenMs) {
            takenMs = recordTakenMs;
        }

        @Override
        public void said(Bar bar, Instrument instrument) {
            if (bar.status() == BarStatus.FINAL) {
                finals.increment();
            } else {
                Counter counter = bar.cause() == null ? null : corrected.get(bar.cause());
                if (counter != null) {
                    counter.increment();
                }
            }
            live.ifPresent(measures -> measure(bar, instrument, measures));
        }

        private void measure(Bar bar, Instrument instrument, Live measures) {
            measures.freshness.tell(
                    this, bar.key().tenant(), instrument, bar.key().timeframe(), bar.endTimeUs());
            if (bar.status() != BarStatus.FINAL || bar.source() != BarSource.LIVE) {
                return;
            }
            long nowMs = clock.millis();
            measures.logToBar.record(Duration.ofMillis(Math.max(0, nowMs - takenMs)));
            long sinceEndMs = nowMs - Math.floorDiv(bar.endTimeUs(), US_PER_MS);
            if (sinceEndMs < LIVE_WITHIN.toMillis() && sinceEndMs > -MS_PER_HOUR) {
                measures.closeDelays
                        .computeIfAbsent(bar.key().timeframe(), BarTimes.this::closeDelay)
                        .record(Duration.ofMillis(
                                Math.max(0, sinceEndMs - instrument.grace().toMillis())));
            }
        }

        @Override
        public void known(String tenant, Instrument instrument, Timeframe timeframe, long endUs) {
            live.ifPresent(measures -> measures.freshness.tell(this, tenant, instrument, timeframe, endUs));
        }

        @Override
        public void gap(GapReason reason) {
            Counter counter = gaps.get(reason);
            if (counter != null) {
                counter.increment();
            }
        }

        @Override
        public void overdue(int symbols, long longestUs) {
            overdueSymbols = symbols;
            overdueUs = longestUs;
        }

        @Override
        public void close() {
            tasks.remove(name, this);
            live.ifPresent(measures -> measures.freshness.forget(this));
        }
    }
}
