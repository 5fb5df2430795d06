package io.candlewick.ingest.download;

import io.candlewick.ingest.instrument.InstrumentCatalog;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Topic {@code instruments}, read again when a symbol is not known and now and then.
 *
 * <p><b>Thread</b>: any.
 */
public final class CachedInstruments {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration OLD = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final InstrumentTopic topic;
    private final InstantSource clock;
    private @Nullable InstrumentCatalog catalog;
    private Instant readAt = Instant.MIN;

    /**
     * Nothing is read yet.
     *
     * @param kafka how the brokers are reached
     * @param clock tells how old the copy is
     */
    public CachedInstruments(KafkaAccess kafka, InstantSource clock) {
        this.topic = new InstrumentTopic(kafka.bootstrapServers(), kafka.serdes(), kafka.overrides());
        this.clock = clock;
    }

    /**
     * The instrument of a symbol, as its tenant has it.
     *
     * @param tenant whose
     * @param symbol of what
     * @return its reference data
     * @throws InstrumentException if it is not known
     */
    public synchronized Instrument find(String tenant, Symbol symbol) {
        try {
            return catalog(OLD).find(tenant, symbol).ownedBy(tenant);
        } catch (InstrumentException unknown) {
            return catalog(SHORTEST).find(tenant, symbol).ownedBy(tenant);
        }
    }

    /**
     * Every instrument.
     *
     * @return ordered by tenant and symbol
     */
    public synchronized List<Instrument> all() {
        return catalog(SHORTEST).all();
    }

    private InstrumentCatalog catalog(Duration oldest) {
        InstrumentCatalog known = catalog;
        if (known == null || readAt.isBefore(clock.instant().minus(oldest))) {
            known = topic.read(TIMEOUT);
            catalog = known;
            readAt = clock.instant();
        }
        return known;
    }
}
