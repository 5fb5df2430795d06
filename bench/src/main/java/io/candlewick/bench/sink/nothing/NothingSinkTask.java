package io.candlewick.bench.sink.nothing;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes records; has their offsets committed often enough for somebody to see how far it is. */
public final class NothingSinkTask extends SinkTask {

    private static final int COMMIT_EVERY = 25_000;

    private int sinceCommit = COMMIT_EVERY;

    /** Made by Connect. */
    public NothingSinkTask() {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> properties) {
        // Nothing is configured.
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        sinceCommit += records.size();
        if (sinceCommit >= COMMIT_EVERY) {
            sinceCommit = 0;
            context.requestCommit();
        }
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
