package io.candlewick.streams.processor;

import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.SymbolSurroundings;
import io.candlewick.streams.store.FeedKey;
import io.candlewick.streams.store.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Understands what feeds say in band about themselves, and what the lane itself wrote about silent ones.
 *
 * <p><b>Cost</b>: an ALIVE looks at every symbol of the partition and changes those whose bars it closes. <b>Thread</b>: the task's.
 */
final class FeedSpeech {

    private final SymbolSessions sessions;
    private final boolean startsAnew;

    FeedSpeech(SymbolSessions sessions, boolean startsAnew) {
        this.sessions = sessions;
        this.startsAnew = startsAnew;
    }

    /** A feed has delivered everything up to a time, of all symbols in this partition. */
    void alive(Tick heartbeat, String run) {
        sessions.heard(new FeedKey(heartbeat.tenant(), heartbeat.feed(), run), heartbeat.eventTimeUs());
        for (SessionKey key : dueBy(heartbeat, run)) {
            SymbolState state = sessions.find(key);
            SymbolSurroundings around = sessions.around(key);
            if (state != null && around != null) {
                state.alive(heartbeat.feed(), heartbeat.eventTimeUs(), around);
                sessions.put(key, state);
            }
        }
    }

    private List<SessionKey> dueBy(Tick heartbeat, String run) {
        List<SessionKey> due = new ArrayList<>();
        sessions.forEach((key, state) -> {
            boolean silent = state.delivery().isSilent(heartbeat.feed());
            if ((silent || state.nextEndUs() <= heartbeat.eventTimeUs())
                    && key.run().equals(run)
                    && key.tenant().equals(heartbeat.tenant())
                    && state.delivery().isDeliveredBy(heartbeat.feed())) {
                SymbolSurroundings around = sessions.around(key);
                if (around != null && (silent || state.isDue(around))) {
                    due.add(key);
                }
            }
        });
        return due;
    }

    /** A feed says that it starts, lost or ends one symbol, or was found silent. */
    void mark(Record<String, Tick> record, SessionKey key, SymbolSurroundings around) {
        Tick mark = record.value();
        FeedStatus status = mark.feedStatus();
        SymbolState state = sessions.find(key);
        if (status == FeedStatus.STARTED) {
            start(mark, key, state, around);
        } else if (state != null && isBySilence(record)) {
            silence(mark, key, state, around);
        } else if (state != null && status == FeedStatus.DOWN) {
            state.down(mark.feed(), mark.eventTimeUs(), around);
            sessions.put(key, state);
        } else if (state != null && status == FeedStatus.ENDED) {
            end(mark, key, state, around);
        }
    }

    private static boolean isBySilence(Record<String, Tick> record) {
        return record.headers().lastHeader(Headers.MARKED_BY) != null;
    }

    private void silence(Tick mark, SessionKey key, SymbolState state, SymbolSurroundings around) {
        if (mark.feedStatus() == FeedStatus.DOWN) {
            if (state.silent(mark.feed(), mark.eventTimeUs(), around)) {
                sessions.put(key, state);
            }
        } else if (state.delivery().isSilent(mark.feed())) {
            end(mark, key, state, around);
        }
    }

    private void end(Tick mark, SessionKey key, SymbolState state, SymbolSurroundings around) {
        if (state.ended(mark.feed(), mark.eventTimeUs(), around)) {
            sessions.forget(key, around);
        } else {
            sessions.put(key, state);
        }
    }

    private void start(Tick mark, SessionKey key, @Nullable SymbolState known, SymbolSurroundings around) {
        // A feed that said DOWN goes on with its session; one that starts while it is up begins another.
        if (known != null && startsAnew && known.delivery().isUp(mark.feed())) {
            known.breakOff(around);
            sessions.forget(key, around);
        }
        sessions.startedAt(new FeedKey(mark.tenant(), mark.feed(), key.run()), mark.eventTimeUs());
        SymbolState state = sessions.findOrMake(key);
        SymbolSurroundings now = sessions.around(key);
        state.started(mark.feed(), mark.eventTimeUs(), now == null ? around : now);
        sessions.put(key, state);
    }
}
