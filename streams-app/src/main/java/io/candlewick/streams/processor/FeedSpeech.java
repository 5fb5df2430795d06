package io.candlewick.streams.processor;

import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.SymbolState;
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
            SymbolSession session = sessions.find(key);
            SymbolState state = session == null ? null : session.state();
            if (session != null && state != null) {
                state.alive(heartbeat.feed(), heartbeat.eventTimeUs(), session.around());
                session.put(state);
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
                SymbolSession session = sessions.find(key);
                if (session != null && (silent || state.isDue(session.around()))) {
                    due.add(key);
                }
            }
        });
        return due;
    }

    /** A feed says that it starts, lost or ends one symbol, or was found silent. */
    void mark(Record<?, Tick> record, SymbolSession session) {
        Tick mark = record.value();
        FeedStatus status = mark.feedStatus();
        SymbolState state = session.state();
        if (status == FeedStatus.STARTED) {
            start(mark, session, state);
        } else if (state != null && isBySilence(record)) {
            silence(mark, session, state);
        } else if (state != null && status == FeedStatus.DOWN) {
            state.down(mark.feed(), mark.eventTimeUs(), session.around());
            session.put(state);
        } else if (state != null && status == FeedStatus.ENDED) {
            end(mark, session, state);
        }
    }

    private static boolean isBySilence(Record<?, Tick> record) {
        return record.headers().lastHeader(Headers.MARKED_BY) != null;
    }

    private void silence(Tick mark, SymbolSession session, SymbolState state) {
        if (mark.feedStatus() == FeedStatus.DOWN) {
            if (state.silent(mark.feed(), mark.eventTimeUs(), session.around())) {
                session.put(state);
            }
        } else if (state.delivery().isSilent(mark.feed())) {
            end(mark, session, state);
        }
    }

    private void end(Tick mark, SymbolSession session, SymbolState state) {
        if (state.ended(mark.feed(), mark.eventTimeUs(), session.around())) {
            sessions.forget(session);
        } else {
            session.put(state);
        }
    }

    private void start(Tick mark, SymbolSession known, @Nullable SymbolState before) {
        SessionKey key = known.key();
        // A feed that said DOWN goes on with its session; one that starts while it is up begins another.
        if (before != null && startsAnew && before.delivery().isUp(mark.feed())) {
            before.breakOff(known.around());
            sessions.forget(known);
        }
        sessions.startedAt(new FeedKey(mark.tenant(), mark.feed(), key.run()), mark.eventTimeUs());
        SymbolSession now = sessions.find(key);
        SymbolSession session = now == null ? known : now;
        SymbolState state = sessions.stateOf(session);
        state.started(mark.feed(), mark.eventTimeUs(), session.around());
        session.put(state);
    }
}
