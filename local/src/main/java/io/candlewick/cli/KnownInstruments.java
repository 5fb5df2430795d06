package io.candlewick.cli;

import io.candlewick.ingest.instrument.InstrumentCatalog;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.StackException;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import java.time.Duration;

/** The reference data of a stack, read from its topic. */
final class KnownInstruments {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final StackOptions stack;

    KnownInstruments(StackOptions stack) {
        this.stack = stack;
    }

    /**
     * The instrument of a symbol, as its tenant has it.
     *
     * @throws InstrumentException if the symbol is unknown, with similar names
     * @throws StackException if the topic cannot be read
     */
    Instrument require(String tenant, Symbol symbol) throws StackException {
        return all().find(tenant, symbol).ownedBy(tenant);
    }

    private InstrumentCatalog all() throws StackException {
        try {
            return new InstrumentTopic(stack.bootstrapServers(), new Places(stack).serdes(), stack.clientSettings())
                    .read(TIMEOUT);
        } catch (InstrumentException unreadable) {
            throw new StackException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }
}
