package io.candlewick.ingest.replay;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what is published, in order. */
final class RecordingPublisher implements TickPublisher {

    final List<Tick> published = new ArrayList<>();
    int flushes;
    Consumer<Tick> onPublish = tick -> {};

    @Override
    public void publish(Tick tick) {
        published.add(tick);
        onPublish.accept(tick);
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public int partitions() {
        return 4;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    List<Tick> ticks() {
        return published.stream()
                .filter(tick -> tick.kind() != TickKind.HEARTBEAT)
                .toList();
    }

    List<Tick> marks(FeedStatus status) {
        return published.stream().filter(tick -> tick.feedStatus() == status).toList();
    }

    /** Everything in short: {@code STARTED EUR/USD 00:00:00Z}, {@code EUR/USD 00:00:01Z}. */
    List<String> story() {
        return published.stream()
                .map(tick -> (tick.feedStatus() == null ? "" : tick.feedStatus() + " ")
                        + tick.symbol()
                        + " "
                        + Times.instant(tick.eventTimeUs()).toString().substring(11))
                .toList();
    }
}
