package io.candlewick.ingest.feed;

import io.candlewick.config.Settings;
import java.time.Duration;

/**
 * How a connection is kept up.
 *
 * @param heartbeat how often the feed says in band how far it has come
 * @param quietDelay how far behind the clock a quiet connection's heartbeat stays: what a vendor may hold back
 * @param pingAfter how long nothing may come before the connection is asked whether it lives
 * @param pongTimeout how long its answer may take before it counts as half open
 * @param dataTimeout how long an open market may be silent before the connection is made anew; twice as long each time
 * @param handshakeTimeout how long connecting, and then being let in, may each take
 * @param backoffLeast wait after the first failure
 * @param backoffMost greatest wait
 * @param evictionPause wait after another process has thrown us out, and after the vendor has refused us
 * @param queueFrames how many frames may wait to be read; beyond them frames are dropped, counted, and the loss is said in band
 */
public record FeedConfig(
        Duration heartbeat,
        Duration quietDelay,
        Duration pingAfter,
        Duration pongTimeout,
        Duration dataTimeout,
        Duration handshakeTimeout,
        Duration backoffLeast,
        Duration backoffMost,
        Duration evictionPause,
        int queueFrames) {

    /** Interval of in-band heartbeats. */
    public static final String HEARTBEAT = "CANDLEWICK_FEED_HEARTBEAT";
    /** Distance of a quiet connection's heartbeat from the clock. */
    public static final String QUIET_DELAY = "CANDLEWICK_FEED_QUIET_DELAY";
    /** Silence before a ping. */
    public static final String PING_AFTER = "CANDLEWICK_FEED_PING_AFTER";
    /** Longest wait for a pong. */
    public static final String PONG_TIMEOUT = "CANDLEWICK_FEED_PONG_TIMEOUT";
    /** Longest silence of an open market. */
    public static final String DATA_TIMEOUT = "CANDLEWICK_FEED_DATA_TIMEOUT";
    /** Longest handshake. */
    public static final String HANDSHAKE_TIMEOUT = "CANDLEWICK_FEED_HANDSHAKE_TIMEOUT";
    /** Wait after the first failure. */
    public static final String BACKOFF_LEAST = "CANDLEWICK_FEED_BACKOFF_LEAST";
    /** Greatest wait between attempts. */
    public static final String BACKOFF_MOST = "CANDLEWICK_FEED_BACKOFF_MOST";
    /** Wait after an eviction or a refusal. */
    public static final String EVICTION_PAUSE = "CANDLEWICK_FEED_EVICTION_PAUSE";
    /** Frames that may wait. */
    public static final String QUEUE_FRAMES = "CANDLEWICK_FEED_QUEUE_FRAMES";

    /** What is used unless configured otherwise. */
    public static final FeedConfig USUAL = new FeedConfig(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            10_000);

    private static final int MOST_FRAMES = 1_000_000;

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static FeedConfig from(Settings settings) {
        FeedConfig config = new FeedConfig(
                positive(settings, HEARTBEAT, USUAL.heartbeat),
                settings.duration(QUIET_DELAY, USUAL.quietDelay),
                positive(settings, PING_AFTER, USUAL.pingAfter),
                positive(settings, PONG_TIMEOUT, USUAL.pongTimeout),
                positive(settings, DATA_TIMEOUT, USUAL.dataTimeout),
                positive(settings, HANDSHAKE_TIMEOUT, USUAL.handshakeTimeout),
                positive(settings, BACKOFF_LEAST, USUAL.backoffLeast),
                positive(settings, BACKOFF_MOST, USUAL.backoffMost),
                positive(settings, EVICTION_PAUSE, USUAL.evictionPause),
                settings.wholeNumber(QUEUE_FRAMES, USUAL.queueFrames, 10, MOST_FRAMES));
        if (config.backoffLeast.compareTo(config.backoffMost) > 0) {
            settings.fault(BACKOFF_LEAST + "=" + config.backoffLeast + " must not exceed " + BACKOFF_MOST + "="
                    + config.backoffMost);
        }
        return config;
    }

    private static Duration positive(Settings settings, String name, Duration fallback) {
        return settings.value(name, fallback, text -> {
            Duration duration = Settings.parseDuration(text);
            if (duration.isZero()) {
                throw new IllegalArgumentException("must be longer than 0");
            }
            return duration;
        });
    }
}
