package io.candlewick.bench.measured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.streams.app.StreamsApp;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.timing.BarWatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Runs the live lane over what there is, or until its state is restored, and tells what that took. */
public final class ScaleMain {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ScaleMain() {}

    /**
     * What one life of the application took.
     *
     * @param seconds from its start until all records were processed, or until its state was restored
     * @param restored entries read from changelogs
     * @param commitAverageMs mean time of a commit, or NaN
     * @param commitMaxMs longest commit in the last measured window, or NaN
     * @param heapBytes heap in use after a collection
     * @param residentBytes memory of the process, the most it ever was; 0 where the system does not tell
     */
    public record Life(
            double seconds,
            long restored,
            double commitAverageMs,
            double commitMaxMs,
            long heapBytes,
            long residentBytes) {}

    /**
     * Runs it; the settings come from the environment, as the application's do.
     *
     * @param arguments how many records there are, 0 to end when the state is restored
     * @throws JsonProcessingException never
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws JsonProcessingException, InterruptedException {
        long records = Long.parseLong(arguments[0]);
        StreamsAppConfig config = StreamsAppConfig.from(System.getenv());
        StreamsRun run = new StreamsRun(
                Variant.CANDLEWICK,
                StreamsApp.topology(config, Lane.LIVE, BarWatch.NONE),
                config.streamsProperties(Lane.LIVE));
        Life life = records > 0 ? load(run, records) : restore(run);
        System.out.println(new ObjectMapper().writeValueAsString(life));
        run.close();
        System.exit(0);
    }

    private static Life load(StreamsRun run, long records) {
        Measurement measurement = run.run(0, records);
        return life(run, measurement.seconds(), 0);
    }

    private static Life restore(StreamsRun run) throws InterruptedException {
        AtomicLong restored = new AtomicLong();
        CountDownLatch running = new CountDownLatch(1);
        run.streams().setGlobalStateRestoreListener(new Counting(restored));
        run.streams().setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        long from = System.nanoTime();
        run.streams().start();
        running.await();
        return life(run, (System.nanoTime() - from) / 1e9, restored.get());
    }

    private static Life life(StreamsRun run, double seconds, long restored) {
        double average = run.threadMetric("commit-latency-avg");
        double max = run.threadMetric("commit-latency-max");
        ManagementFactory.getMemoryMXBean().gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Life(seconds, restored, average, max, heap, residentBytes());
    }

    private static long residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private static final class Counting implements StateRestoreListener {

        private final AtomicLong restored;

        Counting(AtomicLong restored) {
            this.restored = restored;
        }

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            // Only what was restored is counted.
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long to, long count) {
            restored.addAndGet(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {
            // The batches were counted.
        }
    }
}
