package io.candlewick.ingest.feed;

import io.candlewick.market.Tick;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is counted of one feed: {@code received = accepted + rejected}, by reason, at every moment between two frames. */
final class FeedMeters {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15)
    };

    final Counter received;
    private final Counter accepted;
    final Counter frames;
    final Counter connects;
    private final Timer eventLatency;
    private final Map<RejectCause, Counter> rejected = new EnumMap<>(RejectCause.class);

    FeedMeters(
            MeterRegistry registry, String feed, FeedInbox inbox, Supplier<Number> connected, Supplier<Number> wanted) {
        received = counter(registry, "candlewick.feed.received", feed, "elements with market data that came");
        accepted = counter(registry, "candlewick.feed.accepted", feed, "elements that became ticks and were kept");
        frames = counter(registry, "candlewick.feed.frames", feed, "frames that came");
        eventLatency = Timer.builder("candlewick.feed.event.latency")
                .description(
                        "from the vendor's time of a tick to its being received, by both clocks; never less than 0")
                .tag("feed", feed)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        connects = counter(registry, "candlewick.feed.connects", feed, "attempts to connect");
        for (RejectCause cause : RejectCause.values()) {
            rejected.put(
                    cause,
                    Counter.builder("candlewick.feed.rejected")
                            .description("elements that did not become ticks")
                            .tag("feed", feed)
                            .tag("reason", cause.code())
                            .register(registry));
        }
        Gauge.builder("candlewick.feed.waiting.frames", inbox, FeedInbox::waitingFrames)
                .description("frames received and not worked off")
                .tag("feed", feed)
                .register(registry);
        Gauge.builder("candlewick.feed.connected", connected)
                .description("1 while the feed delivers")
                .tag("feed", feed)
                .register(registry);
        Gauge.builder("candlewick.feed.wanted.symbols", wanted)
                .description("symbols somebody wants of the feed; without one it need not be connected")
                .tag("feed", feed)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String feed, String description) {
        return Counter.builder(name).description(description).tag("feed", feed).register(registry);
    }

    void accept(Tick tick) {
        accepted.increment();
        eventLatency.record(Math.max(0, tick.ingestTimeUs() - tick.eventTimeUs()), TimeUnit.MICROSECONDS);
    }

    void reject(RejectCause cause, long elements) {
        Counter counter = rejected.get(cause);
        if (counter != null) {
            counter.increment((double) elements);
        }
    }
}
