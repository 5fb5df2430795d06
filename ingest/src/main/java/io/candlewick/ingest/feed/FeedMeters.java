package io.candlewick.ingest.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What is counted of one feed: {@code received = accepted + rejected}, by reason, at every moment between two frames. */
final class FeedMeters {

    final Counter received;
    final Counter accepted;
    final Counter frames;
    final Counter connects;
    private final Map<RejectCause, Counter> rejected = new EnumMap<>(RejectCause.class);

    FeedMeters(MeterRegistry registry, String feed, FeedInbox inbox, Supplier<Number> connected) {
        received = counter(registry, "candlewick.feed.received", feed, "elements with market data that came");
        accepted = counter(registry, "candlewick.feed.accepted", feed, "elements that became ticks and were kept");
        frames = counter(registry, "candlewick.feed.frames", feed, "frames that came");
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
    }

    private static Counter counter(MeterRegistry registry, String name, String feed, String description) {
        return Counter.builder(name).description(description).tag("feed", feed).register(registry);
    }

    void reject(RejectCause cause, long elements) {
        Counter counter = rejected.get(cause);
        if (counter != null) {
            counter.increment((double) elements);
        }
    }
}
