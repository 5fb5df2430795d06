package io.candlewick.streams.processor;

import io.candlewick.market.Instrument;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.SymbolSurroundings;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * All that a tick of one symbol needs in one task, found by one look-up: its instrument, its state, and what that works with.
 *
 * <p>It holds as long as the reference data does not change. <b>Thread</b>: the task's.
 */
final class SymbolSession {

    private final SessionKey key;
    private final SymbolSurroundings around;
    private final LiveStore<SessionKey, SymbolState> symbols;
    private LiveStore.Slot<SessionKey, SymbolState> slot;

    SymbolSession(SessionKey key, SymbolSurroundings around, LiveStore<SessionKey, SymbolState> symbols) {
        this.key = key;
        this.around = around;
        this.symbols = symbols;
        this.slot = symbols.slot(key);
    }

    SessionKey key() {
        return key;
    }

    Instrument instrument() {
        return around.instrument();
    }

    SymbolSurroundings around() {
        return around;
    }

    boolean isOf(String tenant, String run) {
        return key.tenant().equals(tenant) && key.run().equals(run);
    }

    /** The state, or null if nobody has delivered the symbol yet. */
    @Nullable
    SymbolState state() {
        return slot().value();
    }

    /** Puts a state in, or says that it has changed. */
    void put(SymbolState state) {
        symbols.put(slot(), state);
    }

    private LiveStore.Slot<SessionKey, SymbolState> slot() {
        if (slot.isGone()) {
            slot = symbols.slot(key);
        }
        return slot;
    }
}
