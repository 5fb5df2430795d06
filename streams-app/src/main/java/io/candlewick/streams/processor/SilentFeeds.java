package io.candlewick.streams.processor;

import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Tick;
import io.candlewick.streams.store.FeedKey;
import io.candlewick.streams.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches by the wall clock whether feeds still speak, and writes a DOWN mark to the lane's own ticks for each symbol of one that does not.
 *
 * <p>Nothing else changes here: the mark is read like any other record, in its place in the log, so every reader of the log sees the feed go
 * at the same point. In the history lane a feed that stays silent {@value #ENDS_AFTER} times as long gets ENDED marks, because a
 * replay that was killed will not come back; one that waits for others may be silent for long.
 *
 * <p><b>Units</b>: wall-clock milliseconds as the punctuation gives them. A pause of the task is not silence of a feed: between two checks at
 * most twice their interval counts. <b>Cost</b>: a look at each symbol a check, {@value #CHECKS} checks a timeout. <b>Thread</b>: the task's.
 */
final class SilentFeeds {

    /** What header {@link Headers#MARKED_BY} says. */
    static final String SILENCE = "silence";

    private static final Logger LOG = LoggerFactory.getLogger(SilentFeeds.class);
    private static final int CHECKS = 10;
    private static final int ENDS_AFTER = 120;
    private static final long US_PER_MS = 1_000;

    private final ProcessorContext<String, Object> context;
    private final SymbolSessions sessions;
    private final String marks;
    private final boolean ends;
    private final long timeoutMs;
    private final long intervalMs;
    private final Map<FeedKey, Watch> watches = new HashMap<>();
    private long checkedMs;

    /** What a feed's progress was, and for how long it has not changed. */
    private static final class Watch {
        long progress;
        long newProgress;
        boolean seen;
        long quietMs;
        long nextMarkMs;
    }

    SilentFeeds(ProcessorContext<String, Object> context, SymbolSessions sessions, BarBuilding config) {
        this.context = context;
        this.sessions = sessions;
        this.marks = config.children().marks();
        this.ends = config.startsAnew();
        this.timeoutMs = config.wallClock().feedTimeout().toMillis();
        this.intervalMs = Math.max(1, timeoutMs / CHECKS);
        this.checkedMs = context.currentSystemTimeMs();
    }

    Duration interval() {
        return Duration.ofMillis(intervalMs);
    }

    /** Looks at every feed, and marks those that have been silent for the timeout. */
    void check(long nowMs) {
        long passedMs = Math.min(Math.max(0, nowMs - checkedMs), 2 * intervalMs);
        checkedMs = nowMs;
        lookAtFeeds();
        Set<FeedKey> silent = new HashSet<>();
        watches.values().removeIf(watch -> !watch.seen);
        watches.forEach((feed, watch) -> {
            if (isSilent(watch, passedMs)) {
                silent.add(feed);
            }
        });
        if (!silent.isEmpty()) {
            mark(silent, nowMs);
        }
    }

    /* Any step of any symbol changes the sum, since no feed goes back. */
    private void lookAtFeeds() {
        watches.values().forEach(watch -> {
            watch.seen = false;
            watch.newProgress = 0;
        });
        sessions.forEach((key, state) -> state.delivery().eachFeed(sessions.clocksOf(key), (feed, deliveredUs, up) -> {
            if (up || ends) {
                Watch watch = watches.computeIfAbsent(feedOf(key, feed), none -> new Watch());
                watch.seen = true;
                watch.newProgress += deliveredUs;
            }
        }));
    }

    private static FeedKey feedOf(SessionKey key, String feed) {
        return new FeedKey(key.tenant(), feed, key.run());
    }

    private boolean isSilent(Watch watch, long passedMs) {
        if (watch.newProgress != watch.progress) {
            watch.progress = watch.newProgress;
            watch.quietMs = 0;
            watch.nextMarkMs = timeoutMs;
            return false;
        }
        watch.quietMs += passedMs;
        if (watch.quietMs < watch.nextMarkMs) {
            return false;
        }
        // Again after another timeout, should the mark have been void for some symbol.
        watch.nextMarkMs += timeoutMs;
        return true;
    }

    private void mark(Set<FeedKey> silent, long nowMs) {
        List<Record<String, Tick>> written = new ArrayList<>();
        sessions.forEach((key, state) -> state.delivery().eachFeed(sessions.clocksOf(key), (feed, deliveredUs, up) -> {
            FeedKey feedKey = feedOf(key, feed);
            Watch watch = watches.get(feedKey);
            if (!silent.contains(feedKey) || watch == null) {
                return;
            }
            if (up) {
                written.add(mark(key, feed, deliveredUs, FeedStatus.DOWN, nowMs));
            } else if (ends && watch.quietMs >= ENDS_AFTER * timeoutMs) {
                written.add(mark(key, feed, deliveredUs, FeedStatus.ENDED, nowMs));
            }
        }));
        written.forEach(mark -> context.forward(mark, marks));
        if (!written.isEmpty()) {
            LOG.warn(
                    "Silent for {} ms and more, marked in the log: feeds={} marks={}",
                    timeoutMs,
                    silent,
                    written.size());
        }
    }

    private static Record<String, Tick> mark(
            SessionKey key, String feed, long deliveredUs, FeedStatus status, long nowMs) {
        long nowUs = Math.max(nowMs * US_PER_MS, deliveredUs);
        Tick mark = Tick.heartbeat(new Tick.Origin(key.tenant(), feed, nowUs), key.symbol(), deliveredUs, status);
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.MARKED_BY, SILENCE.getBytes(StandardCharsets.UTF_8));
        if (!key.run().equals(Runs.NONE)) {
            headers.add(Headers.CORRELATION_ID, key.run().getBytes(StandardCharsets.UTF_8));
        }
        return new Record<>(key.symbol().text(), mark, nowMs, headers);
    }
}
