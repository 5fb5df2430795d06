package io.candlewick.bench;

import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One lane of the streams application in a process of its own, as lanes are deployed; history gives way to live for processors. */
final class LaneProcess implements AutoCloseable {

    private static final long STOP_LIMIT_SECONDS = 20;

    private final Lane lane;
    private final Process process;

    private LaneProcess(Lane lane, Process process) {
        this.lane = lane;
        this.process = process;
    }

    /**
     * Starts it; its log is in the stack's directory.
     *
     * @param settings what is set otherwise than by default
     * @throws IOException if no process can be started
     */
    static LaneProcess start(BenchStack stack, Lane lane, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(stack.environment());
        environment.put(StreamsAppConfig.LANES, lane.code());
        environment.put(StreamsAppConfig.HTTP_PORT, "0");
        environment.put(
                StreamsAppConfig.STATE_DIR,
                stack.directory().resolve(lane.code() + "-state").toString());
        environment.putAll(settings);
        ChildJvm jvm = new ChildJvm(
                StreamsMain.class,
                List.of("-Xmx768m", "-XX:+UseSerialGC"),
                environment,
                stack.directory().resolve(lane.code() + "-lane.log"));
        return new LaneProcess(lane, (lane == Lane.LIVE ? jvm : jvm.lowered()).start(List.of()));
    }

    String name() {
        return lane.code() + " lane";
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
