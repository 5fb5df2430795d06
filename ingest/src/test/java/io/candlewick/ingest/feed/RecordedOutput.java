package io.candlewick.ingest.feed;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.FeedState;
import io.candlewick.market.Tick;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a feed puts out; can be full. */
public final class RecordedOutput implements FeedOutput {

    public final List<Tick> log = new CopyOnWriteArrayList<>();
    public final List<Tick> ticks = new CopyOnWriteArrayList<>();
    public final List<Tick> marks = new CopyOnWriteArrayList<>();
    public final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    public final List<FeedState> states = new CopyOnWriteArrayList<>();
    public final List<BackfillRequest> requests = new CopyOnWriteArrayList<>();
    public volatile boolean isFull;

    @Override
    public boolean publish(Tick tick) {
        if (isFull) {
            return false;
        }
        log.add(tick);
        return ticks.add(tick);
    }

    @Override
    public void mark(Tick mark) {
        log.add(mark);
        marks.add(mark);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public void state(FeedState state) {
        states.add(state);
    }

    @Override
    public void request(BackfillRequest request) {
        requests.add(request);
    }
}
