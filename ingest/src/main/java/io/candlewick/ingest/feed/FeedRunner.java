package io.candlewick.ingest.feed;

import io.candlewick.avro.FeedHealth;
import io.candlewick.ingest.feed.FeedOutput.DeadLetter;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one feed up for ever: connects, subscribes what is wanted, works frames off, notices every way a connection ends, comes back, and says
 * in band what was delivered and what was not.
 *
 * <p>Every element received is either accepted (kept for the broker) or rejected with a reason. A connection counts as half open if nothing
 * comes and a ping is not answered. Whoever is thrown out because the key is used elsewhere stays away for a long pause, so that two processes do
 * not evict each other for ever.
 *
 * <p>It is longer than most classes because a connection's whole life, with every way it can end, is one machine of states, and is here; how a
 * silent one is noticed is with {@link ConnectionWatch}, what was delivered with {@link FeedCoverage}, what is counted with {@link FeedMeters}.
 *
 * <p><b>Thread</b>: one runs {@link #run()}; the socket's threads only fill the inbox.
 */
public final class FeedRunner implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedRunner.class);
    private static final long POLL_MS = 20;
    private static final long STATE_INTERVAL_US = 10_000_000;
    private static final long STEADY_US = 10_000_000;
    private static final int PAUSE_GROWTH = 16;

    private final VendorFeed vendor;
    private final FeedConfig config;
    private final FeedOutput output;
    private final FeedTransport transport;
    private final InstantSource clock;
    private final Function<Symbol, TradingCalendar> calendarOf;
    private final FeedInbox inbox;
    private final FeedCoverage coverage;
    private final FeedStates states;
    private final FeedMeters meters;
    private final Backoff backoff;
    private final Backoff pause;
    private final ConnectionWatch watch;

    private Phase phase = Phase.WAITING;
    private FeedTransport.@Nullable Connection connection;
    private @Nullable FeedSession session;
    private int number;
    private long phaseSinceUs;
    private long nextAttemptUs = ConnectionWatch.NEVER;
    private long beatUs;
    private long stateUs;
    private long seenDropped;
    private boolean isLosing;
    private boolean refusesTicks;
    private long nowUs;
    /* What the vendor has confirmed on this connection. */
    private final Set<Symbol> held = new TreeSet<>();
    private Set<Symbol> current = Set.of();
    private volatile Set<Symbol> wanted = Set.of();
    private volatile boolean stopping;
    private volatile String trouble = "";

    private enum Phase {
        WAITING,
        CONNECTING,
        OPEN,
        LIVE
    }

    /**
     * What a runner works with besides its vendor.
     *
     * @param config how the connection is kept up
     * @param output where records go
     * @param transport how connections are made
     * @param clock what time it is
     * @param random spreads attempts
     * @param calendarOf when a symbol's market is open
     * @param identity who speaks
     * @param directory where it notes how far it has come
     * @param meters what is counted
     * @param dependencies what the process depends on and how that is, {@code name=up} or {@code name=down: why}
     */
    public record Surroundings(
            FeedConfig config,
            FeedOutput output,
            FeedTransport transport,
            InstantSource clock,
            RandomGenerator random,
            Function<Symbol, TradingCalendar> calendarOf,
            ServiceIdentity identity,
            Path directory,
            MeterRegistry meters,
            Supplier<List<String>> dependencies) {}

    /**
     * A runner that has not started.
     *
     * @param vendor the source
     * @param with what it works with
     */
    public FeedRunner(VendorFeed vendor, Surroundings with) {
        this.vendor = vendor;
        this.config = with.config;
        this.output = with.output;
        this.transport = with.transport;
        this.clock = with.clock;
        this.calendarOf = with.calendarOf;
        this.inbox = new FeedInbox(config.queueFrames(), clock);
        String tenant = with.identity.tenant();
        this.coverage = new FeedCoverage(
                tenant,
                vendor.name(),
                us(config.quietDelay()),
                output,
                new Holes(tenant, vendor.name(), output, calendarOf),
                new AliveFile(with.directory, vendor.name()));
        this.states = new FeedStates(vendor.name(), with.identity, output, with.dependencies);
        this.meters = new FeedMeters(
                with.meters, vendor.name(), inbox, () -> phase == Phase.LIVE ? 1 : 0, () -> wanted.size());
        this.backoff = new Backoff(config.backoffLeast(), config.backoffMost(), with.random);
        this.watch = new ConnectionWatch(config);
        this.pause =
                new Backoff(config.evictionPause(), config.evictionPause().multipliedBy(PAUSE_GROWTH), with.random);
    }

    /**
     * The feed's name.
     *
     * @return e.g. {@code polygon.forex}
     */
    public String name() {
        return vendor.name();
    }

    /**
     * What is wrong with the feed at the moment.
     *
     * @return in words; empty if it delivers
     */
    public String trouble() {
        return trouble;
    }

    /**
     * Which symbols are wanted from now on.
     *
     * @param symbols all of them
     */
    public void want(Set<Symbol> symbols) {
        wanted = Set.copyOf(symbols);
    }

    /** Works until closed. */
    @Override
    public void run() {
        try {
            nowUs = Times.us(clock.instant());
            coverage.resume(nowUs);
            states.say(FeedHealth.STARTED, nowUs, Set.of(), null);
            while (!stopping) {
                stepOrComeBack();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        nowUs = Times.us(clock.instant());
        if (phase != Phase.WAITING) {
            disconnect("the collector stops", coverage.lossUs(nowUs));
        }
        states.say(FeedHealth.ENDED, nowUs, Set.of(), "the collector stops");
    }

    /** Asks the runner to end; it says so in band first. */
    @Override
    public void close() {
        stopping = true;
    }

    /* Whatever a frame or a full disk leads to, the feed comes back: a thread that ends would be a feed that is lost without a word. */
    private void stepOrComeBack() throws InterruptedException {
        try {
            step(POLL_MS);
        } catch (RuntimeException failed) {
            LOG.error("{} failed and starts again", vendor.name(), failed);
            try {
                lose(SessionListener.Loss.BROKEN, "failed: " + failed, coverage.lossUs(nowUs));
            } catch (RuntimeException again) {
                LOG.error("{} cannot say that it failed", vendor.name(), again);
            }
        }
    }

    /* One event, if one comes in time, and whatever the time demands. */
    void step(long waitMs) throws InterruptedException {
        FeedEvent event = inbox.poll(waitMs);
        nowUs = Math.max(nowUs, Times.us(clock.instant()));
        if (event != null && event.connection() == number) {
            on(event);
        }
        onTime();
    }

    private void on(FeedEvent event) {
        if (phase == Phase.WAITING) {
            return;
        }
        watch.read(nowUs);
        if (event instanceof FeedEvent.Opened) {
            phase = Phase.OPEN;
            phaseSinceUs = nowUs;
            states.say(FeedHealth.CONNECTED, nowUs, Set.of(), null);
            FeedSession opened = vendor.newSession(new Listener());
            session = opened;
            opened.want(wanted);
            opened.opened();
        } else if (event instanceof FeedEvent.Frame frame && session != null) {
            meters.frames.increment();
            session.frame(frame.text(), frame.receivedUs());
        } else if (event instanceof FeedEvent.Pong) {
            long sentUs = watch.answered();
            if (sentUs != ConnectionWatch.NEVER) {
                coverage.proved(sentUs);
            }
        } else if (event instanceof FeedEvent.Closed closed) {
            lose(SessionListener.Loss.BROKEN, closed.reason(), coverage.lossUs(nowUs));
        }
    }

    private void onTime() {
        switch (phase) {
            case WAITING -> {
                if (!wanted.isEmpty() && nowUs >= nextAttemptUs) {
                    connect();
                }
            }
            case CONNECTING, OPEN -> {
                if (nowUs - phaseSinceUs > us(config.handshakeTimeout())) {
                    String what = phase == Phase.OPEN ? "not let in" : "not connected";
                    lose(
                            SessionListener.Loss.BROKEN,
                            what + " within " + text(config.handshakeTimeout()),
                            coverage.lossUs(nowUs));
                }
            }
            case LIVE -> {
                followWanted();
                if (phase == Phase.LIVE && session != null) {
                    session.onTime(nowUs);
                    watch();
                }
            }
        }
        tellLosses();
        if (nowUs - beatUs >= us(config.heartbeat())) {
            beatUs = nowUs;
            if (phase == Phase.LIVE && !isLosing) {
                coverage.beat(nowUs);
            }
        }
        if (nowUs - stateUs >= STATE_INTERVAL_US) {
            stateUs = nowUs;
            states.say(FeedHealth.HEARTBEAT, nowUs, coverage.started(), trouble.isEmpty() ? null : trouble);
        }
    }

    private void connect() {
        number++;
        phase = Phase.CONNECTING;
        phaseSinceUs = nowUs;
        watch.connecting(nowUs);
        current = wanted;
        meters.connects.increment();
        states.say(FeedHealth.CONNECTING, nowUs, Set.of(), vendor.address().toString());
        connection = transport.connect(vendor.address(), config.handshakeTimeout(), number, inbox);
    }

    private void followWanted() {
        Set<Symbol> now = wanted;
        if (now.equals(current) || session == null) {
            return;
        }
        for (Symbol symbol : current) {
            if (!now.contains(symbol)) {
                coverage.end(symbol, nowUs);
            }
        }
        current = now;
        session.want(now);
        if (now.isEmpty()) {
            disconnect("nobody wants a symbol of it", coverage.lossUs(nowUs));
            nextAttemptUs = nowUs;
        }
    }

    /* Nothing for a while: ask. No answer: half open. Answers but no data although a market is open: perhaps better anew. */
    private void watch() {
        if (connection != null && watch.isToPing(nowUs)) {
            connection.ping();
        }
        if (watch.isHalfOpen(nowUs)) {
            lose(
                    SessionListener.Loss.BROKEN,
                    "half open: nothing comes, and a ping was not answered within " + text(config.pongTimeout()),
                    coverage.lossUs(nowUs));
            return;
        }
        long quietSinceUs = watch.quietSinceUs(phaseSinceUs);
        Duration patience = watch.patience();
        if (nowUs - quietSinceUs > us(patience) && isAnyOpen()) {
            watch.silent();
            lose(
                    SessionListener.Loss.BROKEN,
                    "no data for " + text(patience) + " though a market is open",
                    coverage.silenceUs(quietSinceUs));
        }
    }

    private boolean isAnyOpen() {
        return coverage.started().stream()
                .anyMatch(symbol -> calendarOf.apply(symbol).isOpen(nowUs));
    }

    /* Frames were dropped, or ticks refused by a full disk: the same as if the source had been away for that time. */
    private void tellLosses() {
        long dropped = inbox.droppedElements();
        boolean lostNow = dropped > seenDropped || refusesTicks;
        if (dropped > seenDropped) {
            meters.received.increment((double) (dropped - seenDropped));
            meters.reject(RejectCause.QUEUE_FULL, dropped - seenDropped);
            seenDropped = dropped;
        }
        if (lostNow && !isLosing && phase == Phase.LIVE) {
            isLosing = true;
            trouble =
                    refusesTicks ? "the spool is full: ticks are lost" : "frames come faster than they are worked off";
            LOG.warn("{}: {}", vendor.name(), trouble);
            coverage.lose(coverage.lossUs(nowUs), nowUs);
        } else if (isLosing && !lostNow && inbox.waitingFrames() == 0) {
            isLosing = false;
            trouble = "";
            new TreeSet<>(held).forEach(symbol -> coverage.start(symbol, nowUs));
        }
    }

    private void lose(SessionListener.Loss loss, String reason, long sinceUs) {
        if (phase == Phase.WAITING) {
            return;
        }
        if (phase == Phase.LIVE && nowUs - phaseSinceUs > STEADY_US) {
            backoff.reset();
            if (loss == SessionListener.Loss.BROKEN) {
                pause.reset();
            }
        }
        Duration wait = loss == SessionListener.Loss.BROKEN ? backoff.next() : pause.next();
        nextAttemptUs = nowUs + us(wait);
        String next = reason + "; next attempt in " + text(wait);
        String advice = loss == SessionListener.Loss.EVICTED
                ? next + ": another process uses this key, stop one of them"
                : next;
        disconnect(advice, sinceUs);
    }

    private void disconnect(String reason, long sinceUs) {
        if (connection != null) {
            connection.abort();
        }
        connection = null;
        session = null;
        number++;
        phase = Phase.WAITING;
        isLosing = false;
        refusesTicks = false;
        held.clear();
        trouble = reason;
        Set<Symbol> lost = new TreeSet<>(coverage.started());
        coverage.lose(sinceUs, nowUs);
        states.say(FeedHealth.DISCONNECTED, nowUs, lost, reason);
    }

    private static long us(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 10_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }

    /** What the session says while it works off a frame. */
    private final class Listener implements SessionListener {

        @Override
        public void send(String frame) {
            if (connection != null) {
                connection.send(frame);
            }
        }

        @Override
        public void authenticated() {
            phase = Phase.LIVE;
            phaseSinceUs = nowUs;
            trouble = "";
        }

        @Override
        public void subscribed(Symbol symbol) {
            held.add(symbol);
            if (!isLosing) {
                coverage.start(symbol, nowUs);
            }
            states.say(FeedHealth.SUBSCRIBED, nowUs, Set.of(symbol), null);
        }

        @Override
        public void refused(Symbol symbol, String reason) {
            states.say(FeedHealth.REFUSED, nowUs, Set.of(symbol), reason);
        }

        @Override
        public void tick(Tick tick) {
            meters.received.increment();
            watch.tick(nowUs);
            if (output.publish(tick)) {
                refusesTicks = false;
                meters.accept(tick);
                if (!isLosing) {
                    coverage.saw(tick.eventTimeUs());
                }
            } else {
                refusesTicks = true;
                meters.reject(RejectCause.SPOOL_FULL, 1);
            }
        }

        @Override
        public void reject(RejectCause cause, String detail, String element) {
            meters.received.increment();
            meters.reject(cause, 1);
            output.deadLetter(new DeadLetter(vendor.name(), cause, detail, element, nowUs));
        }

        @Override
        public void lost(Loss loss, String reason) {
            if (loss == Loss.REFUSED) {
                states.say(FeedHealth.REFUSED, nowUs, Set.of(), reason);
            }
            lose(loss, reason, coverage.lossUs(nowUs));
        }
    }
}
