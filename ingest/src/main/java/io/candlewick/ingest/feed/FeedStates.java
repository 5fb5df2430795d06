package io.candlewick.ingest.feed;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on topic {@code feeds}, and in the log, what happens to one feed. */
final class FeedStates {

    private static final Logger LOG = LoggerFactory.getLogger(FeedStates.class);

    private final String feed;
    private final ServiceIdentity identity;
    private final FeedOutput output;
    private final Supplier<List<String>> dependencies;

    FeedStates(String feed, ServiceIdentity identity, FeedOutput output, Supplier<List<String>> dependencies) {
        this.feed = feed;
        this.identity = identity;
        this.output = output;
        this.dependencies = dependencies;
    }

    void say(FeedHealth health, long timeUs, Collection<Symbol> symbols, @Nullable String reason) {
        if (health != FeedHealth.HEARTBEAT) {
            LOG.info(
                    "{} {}{}{}",
                    feed,
                    health,
                    symbols.isEmpty() ? "" : " " + symbols,
                    reason == null ? "" : ": " + reason);
        }
        output.state(FeedState.newBuilder()
                .setTenant(identity.tenant())
                .setFeed(feed)
                .setInstance(identity.instance())
                .setStatus(health)
                .setEventTime(Times.instant(timeUs))
                .setSymbols(symbols.stream().map(Symbol::text).toList())
                .setReason(reason)
                .setVersion(identity.version())
                .setConfigHash(identity.configHash())
                .setStartedTime(Times.instant(identity.startedUs()))
                .setDependencies(dependencies.get())
                .build());
    }
}
