package io.candlewick.ingest.simulate;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Writes frames to one client on a thread of its own, so that a slow one does not hold the market up.
 *
 * <p><b>Edges</b>: at most {@value #MOST_WAITING} frames wait; a vendor drops a client beyond that. <b>Thread</b>: any offers, its own writes.
 */
public final class SocketWriter {

    private static final int MOST_WAITING = 2_000;
    private static final long WRITE_SECONDS = 30;

    private final Session session;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @param session the client
     */
    public SocketWriter(Session session) {
        this.session = session;
        Thread thread = new Thread(this::write, "simulator-socket");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Sends a frame in its turn.
     *
     * @param frame text
     * @return false if too many wait already
     */
    public boolean offer(String frame) {
        return frames.offer(frame);
    }

    /**
     * Sends what waits, then a last frame, then closes.
     *
     * @param lastFrame the vendor's last word; empty for none
     */
    public void close(String lastFrame) {
        if (!lastFrame.isEmpty() && !frames.offer(lastFrame)) {
            frames.clear();
            frames.add(lastFrame);
        }
        closing = true;
    }

    private void write() {
        try {
            while (session.isOpen()) {
                String frame = frames.poll(20, TimeUnit.MILLISECONDS);
                if (frame != null) {
                    Callback.Completable written = new Callback.Completable();
                    session.sendText(frame, written);
                    written.get(WRITE_SECONDS, TimeUnit.SECONDS);
                } else if (closing) {
                    session.close();
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException gone) {
            session.disconnect();
        }
    }
}
