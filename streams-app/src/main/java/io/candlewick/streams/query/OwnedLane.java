package io.candlewick.streams.query;

import io.candlewick.market.Symbol;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;

/**
 * One lane's state, wherever it is: on this instance, else on the one that owns the symbol, else a standby's copy here or elsewhere.
 *
 * <p><b>Thread</b>: any. <b>Cost</b>: nothing beyond {@link LaneState} where the symbol is here, which is looked at first; else a request to
 * another instance.
 */
final class OwnedLane {

    private static final StreamPartitioner<Symbol, Object> BY_SYMBOL =
            (topic, symbol, value, partitions) -> Optional.of(Set.of(SymbolPartitioner.partition(symbol, partitions)));

    private final Lane lane;
    private final KafkaStreams streams;
    private final LaneState here;
    private final Peers peers;

    OwnedLane(Lane lane, KafkaStreams streams, LaneState here, Peers peers) {
        this.lane = lane;
        this.streams = streams;
        this.here = here;
        this.peers = peers;
    }

    /** What the owner of the symbol says, or a standby if the owner cannot be had. */
    LaneAnswer read(SeriesWish wish) throws StoreUnavailableException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        try {
            return here.read(wish, true);
        } catch (StoreUnavailableException elsewhere) {
            reasons.add("here: " + elsewhere.getMessage());
        }
        KeyQueryMetadata holders = holders(wish.range().symbol());
        Optional<LaneAnswer> owners = peers.ask(holders.activeHost(), lane, wish, reasons);
        if (owners.isPresent()) {
            return owners.get();
        }
        try {
            return here.read(wish, false);
        } catch (StoreUnavailableException noCopy) {
            reasons.add("no copy here: " + noCopy.getMessage());
        }
        for (HostInfo standby : holders.standbyHosts()) {
            Optional<LaneAnswer> copy = peers.ask(standby, lane, wish, reasons);
            if (copy.isPresent()) {
                return copy.get();
            }
        }
        throw new StoreUnavailableException("lane " + lane.code() + ": " + String.join("; ", reasons), null);
    }

    /** What this instance has itself, for another one that asks. */
    LaneAnswer readHere(SeriesWish wish) throws StoreUnavailableException {
        try {
            return here.read(wish, true);
        } catch (StoreUnavailableException notActive) {
            return here.read(wish, false);
        }
    }

    private KeyQueryMetadata holders(Symbol symbol) {
        try {
            return streams.queryMetadataForKey(StoreNames.CANONICAL_BARS, symbol, BY_SYMBOL);
        } catch (StreamsException | IllegalStateException notRunning) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
    }
}
