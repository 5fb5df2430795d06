package io.candlewick.ingest.publish;

import io.candlewick.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on a thread of its own, so that reading files and sending ticks share the work of two processors.
 *
 * <p><b>Shape</b>: ticks in batches of {@value #BATCH_TICKS}, in order; at most {@value #WAITING_BATCHES} batches wait, beyond which
 * {@link #publish} waits. <b>Thread</b>: one calls, another sends. <b>Errors</b>: a failure of the other thread is thrown by the next call.
 */
public final class PipelinedPublisher implements TickPublisher {

    private static final int BATCH_TICKS = 1_024;
    private static final int WAITING_BATCHES = 16;

    private final TickPublisher target;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final Thread sender = new Thread(this::send, "tick-sender");
    private List<Tick> filling = new ArrayList<>(BATCH_TICKS);
    private volatile @Nullable RuntimeException failure;

    /** Ticks to send, and who waits for them; an end without ticks ends the sender. */
    private record Batch(List<Tick> ticks, CountDownLatch sent, boolean last) {}

    /**
     * Starts the sending thread.
     *
     * @param target where the ticks go; closed with this
     */
    public PipelinedPublisher(TickPublisher target) {
        this.target = target;
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void publish(Tick tick) {
        throwIfFailed();
        filling.add(tick);
        if (filling.size() >= BATCH_TICKS) {
            handOver(false);
        }
    }

    @Override
    public void flush() {
        awaitSent(handOver(false));
        throwIfFailed();
        target.flush();
    }

    @Override
    public int partitions() {
        return target.partitions();
    }

    @Override
    public void close() {
        awaitSent(handOver(true));
        target.close();
    }

    private CountDownLatch handOver(boolean last) {
        Batch batch = new Batch(filling, new CountDownLatch(1), last);
        filling = new ArrayList<>(BATCH_TICKS);
        try {
            batches.put(batch);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted while publishing", interrupted);
        }
        return batch.sent;
    }

    private static void awaitSent(CountDownLatch sent) {
        try {
            sent.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted while publishing", interrupted);
        }
    }

    private void send() {
        while (true) {
            Batch batch;
            try {
                batch = batches.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            sendBatch(batch);
            batch.sent.countDown();
            if (batch.last) {
                return;
            }
        }
    }

    /* After a failure the rest is taken and dropped, as the target would: the caller learns of it and must not wait for ever. */
    private void sendBatch(Batch batch) {
        if (failure != null) {
            return;
        }
        try {
            batch.ticks.forEach(target::publish);
        } catch (RuntimeException failed) {
            failure = failed;
        }
    }

    private void throwIfFailed() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
