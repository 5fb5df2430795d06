package io.candlewick.ingest.feed;

import io.candlewick.market.Times;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What came from the socket and has not been worked off. The socket's thread never waits here.
 *
 * <p><b>Edges</b>: beyond the bound of frames, or {@value #MOST_CHARACTERS} characters, the newest frame is dropped and its elements are counted;
 * the feed then says in band that it lost something. News of the connection itself always fits. <b>Thread</b>: any puts, one takes.
 */
public final class FeedInbox {

    private static final long MOST_CHARACTERS = 64_000_000;

    private final BlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
    private final int mostFrames;
    private final InstantSource clock;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong droppedElements = new AtomicLong();

    /**
     * An empty inbox.
     *
     * @param mostFrames how many frames may wait
     * @param clock what time frames are received at
     */
    public FeedInbox(int mostFrames, InstantSource clock) {
        this.mostFrames = mostFrames;
        this.clock = clock;
    }

    /**
     * A connection is up.
     *
     * @param connection its number
     */
    public void opened(int connection) {
        events.add(new FeedEvent.Opened(connection));
    }

    /**
     * A whole text frame.
     *
     * @param connection its number
     * @param text the frame
     */
    public void frame(int connection, String text) {
        if (frames.get() >= mostFrames || characters.get() + text.length() > MOST_CHARACTERS) {
            droppedElements.addAndGet(elementsIn(text));
            return;
        }
        frames.incrementAndGet();
        characters.addAndGet(text.length());
        events.add(new FeedEvent.Frame(connection, text, Times.us(clock.instant())));
    }

    /**
     * A ping was answered.
     *
     * @param connection its number
     */
    public void pong(int connection) {
        events.add(new FeedEvent.Pong(connection));
    }

    /**
     * A connection is gone, or was never made.
     *
     * @param connection its number
     * @param reason in words
     */
    public void closed(int connection, String reason) {
        events.add(new FeedEvent.Closed(connection, reason));
    }

    /** The next event, null if none comes in time. */
    @Nullable
    FeedEvent poll(long millis) throws InterruptedException {
        FeedEvent event = events.poll(millis, TimeUnit.MILLISECONDS);
        if (event instanceof FeedEvent.Frame frame) {
            frames.decrementAndGet();
            characters.addAndGet(-frame.text().length());
        }
        return event;
    }

    long waitingFrames() {
        return frames.get();
    }

    /** How many elements have been dropped since the start. */
    long droppedElements() {
        return droppedElements.get();
    }

    /** Objects that stand directly in the frame's array; strings may hold brackets. */
    static int elementsIn(String frame) {
        int depth = 0;
        int elements = 0;
        boolean inText = false;
        for (int at = 0; at < frame.length(); at++) {
            char letter = frame.charAt(at);
            if (inText) {
                if (letter == '\\') {
                    at++;
                } else if (letter == '"') {
                    inText = false;
                }
            } else if (letter == '"') {
                inText = true;
            } else if (letter == '{') {
                elements += depth == 0 ? 1 : 0;
                depth++;
            } else if (letter == '}') {
                depth--;
            }
        }
        return Math.max(1, elements);
    }
}
