package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.TickFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to replay and how.
 *
 * @param files the files; their ticks are merged by event time
 * @param tenant whose data it becomes
 * @param feed name of the feed; by default one that is the same for the same files
 * @param speed how fast event time passes
 * @param heartbeatInterval how often in event time the feed says that it lives; by default {@link #MAX_SPEED_HEARTBEAT} or {@link #PACED_HEARTBEAT}
 * @param from from when on the files hold everything, for the STARTED marks; ticks before it are left out. By default each symbol starts
 *   with the minute of its first tick
 * @param to up to when the files hold everything, for the ENDED marks; ticks at or after it are left out. By default the end of the last
 *   tick's minute
 * @param rejectFile where bad lines are written; made when there is one
 */
public record ReplayOptions(
        List<TickFile> files,
        String tenant,
        Optional<String> feed,
        ReplaySpeed speed,
        Optional<Duration> heartbeatInterval,
        Optional<Instant> from,
        Optional<Instant> to,
        Path rejectFile) {

    /** Event time between two heartbeats of a replay as fast as it goes. */
    public static final Duration MAX_SPEED_HEARTBEAT = Duration.ofSeconds(60);

    /** Event time between two heartbeats of a paced replay. */
    public static final Duration PACED_HEARTBEAT = Duration.ofSeconds(1);

    /** The tenant everybody belongs to. */
    public static final String SYSTEM_TENANT = "system";

    private static final int MAX_FILES = 100_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if there is no file, or too many, an interval is not positive, or from is not before to
     */
    public ReplayOptions {
        files = List.copyOf(files);
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new IllegalArgumentException("files=" + files.size() + " must be from 1 to " + MAX_FILES);
        }
        if (heartbeatInterval.isPresent() && heartbeatInterval.get().toMillis() < 1) {
            throw new IllegalArgumentException("heartbeat=" + heartbeatInterval.get() + " must be at least 1ms");
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("from=" + from.get() + " must be before to=" + to.get());
        }
    }

    /**
     * A replay as fast as it goes, everything else by default.
     *
     * @param files the files
     * @param rejectFile where bad lines are written
     * @return the options
     */
    public static ReplayOptions of(List<TickFile> files, Path rejectFile) {
        return new ReplayOptions(
                files,
                SYSTEM_TENANT,
                Optional.empty(),
                ReplaySpeed.MAX,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                rejectFile);
    }

    /**
     * The same replay at another speed.
     *
     * @param other the speed
     * @return a copy
     */
    public ReplayOptions at(ReplaySpeed other) {
        return new ReplayOptions(files, tenant, feed, other, heartbeatInterval, from, to, rejectFile);
    }

    /**
     * The same replay for declared bounds.
     *
     * @param start from when on the files hold everything
     * @param end up to when they do
     * @return a copy
     */
    public ReplayOptions between(Optional<Instant> start, Optional<Instant> end) {
        return new ReplayOptions(files, tenant, feed, speed, heartbeatInterval, start, end, rejectFile);
    }

    /**
     * The name the feed has in every tick.
     *
     * @return the one given, else one made of the symbols and the file names
     */
    public String feedName() {
        return feed.orElseGet(() -> FeedName.of(files));
    }

    long heartbeatIntervalUs() {
        Duration interval = heartbeatInterval.orElse(speed.isPaced() ? PACED_HEARTBEAT : MAX_SPEED_HEARTBEAT);
        return interval.toNanos() / 1_000;
    }
}
