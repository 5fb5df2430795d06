package io.candlewick.integration;

import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.ingest.replay.Replay;
import io.candlewick.ingest.replay.ReplayOptions;
import io.candlewick.ingest.replay.ReplayResult;
import io.candlewick.ingest.replay.ReplaySpeed;
import io.candlewick.ingest.replay.WallClock;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Plays a file of ticks into a stack, as fast as it goes, for a tenant that no other test uses. */
record MarketReplay(RunningStack running, String topic, String tenant, Path directory) {

    ReplayResult play(TickFile file) throws Exception {
        PublisherConfig config = PublisherConfig.bulk(
                running.stack().addresses().bootstrapServers().orElseThrow(), topic, tenant);
        ReplayOptions options = new ReplayOptions(
                List.of(file),
                tenant,
                Optional.empty(),
                ReplaySpeed.MAX,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                directory.resolve(tenant + ".rejects"));
        CandlewickSerdes serdes = new CandlewickSerdes(RegistryConfig.of(
                running.stack().addresses().schemaRegistryUrl().orElseThrow()));
        try (TickPublisher publisher = KafkaTickPublisher.open(config, serdes)) {
            return new Replay(options, publisher, WallClock.of(InstantSource.system()), progress -> {}).run();
        }
    }

    /** The bundled instrument of that name, as the tenant's. */
    static Instrument instrument(String tenant, Symbol symbol) {
        return Instruments.bundled(tenant).stream()
                .filter(instrument -> instrument.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }
}
