package io.candlewick.streams.processor;

import java.time.Duration;

/**
 * Has the open bars said that changed since the last time, at most so often a second.
 *
 * <p>Nothing is counted or remembered per tick for it, so a tick costs no more with it than without. <b>Thread</b>: the task's.
 */
final class FormingClock {

    private static final long MS_PER_SECOND = 1_000;

    private final SymbolSessions sessions;
    private final int perSecond;

    FormingClock(SymbolSessions sessions, int perSecond) {
        this.sessions = sessions;
        this.perSecond = perSecond;
    }

    Duration interval() {
        return Duration.ofMillis(MS_PER_SECOND / perSecond);
    }

    void tick(long nowMs) {
        sessions.forEach((key, state) -> {
            if (state.hasFormed()) {
                SymbolSession session = sessions.find(key);
                if (session != null) {
                    state.sayForming(session.around());
                }
            }
        });
    }
}
