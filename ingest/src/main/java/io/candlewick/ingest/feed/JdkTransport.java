package io.candlewick.ingest.feed;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connections by the JDK's own WebSocket client. It answers the other side's pings by itself. */
public final class JdkTransport implements FeedTransport {

    /* The vendor speaks of frames near a million bytes. */
    private static final int MOST_FRAME_CHARACTERS = 8_000_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public Connection connect(URI address, Duration timeout, int number, FeedInbox inbox) {
        Socket socket = new Socket(number, inbox);
        CompletableFuture<WebSocket> unused = client.newWebSocketBuilder()
                .connectTimeout(timeout)
                .buildAsync(address, socket)
                .whenComplete((webSocket, failure) -> {
                    if (failure != null) {
                        inbox.closed(number, "cannot connect to " + address + ": " + describe(failure));
                    }
                });
        return socket;
    }

    private static String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static final class Socket implements Connection, WebSocket.Listener {

        private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

        private final int number;
        private final FeedInbox inbox;
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean isAborted;
        private volatile @Nullable WebSocket webSocket;
        /* The client takes one message at a time. */
        private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

        Socket(int number, FeedInbox inbox) {
            this.number = number;
            this.inbox = inbox;
        }

        @Override
        public void onOpen(WebSocket opened) {
            webSocket = opened;
            if (isAborted) {
                opened.abort();
                return;
            }
            inbox.opened(number);
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (partial.length() > MOST_FRAME_CHARACTERS) {
                inbox.closed(number, "a frame is longer than " + MOST_FRAME_CHARACTERS + " characters");
                from.abort();
                return null;
            }
            if (last) {
                inbox.frame(number, partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            inbox.pong(number);
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            inbox.closed(number, "closed by the vendor: " + statusCode + (reason.isBlank() ? "" : " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            inbox.closed(number, "broken: " + describe(error));
        }

        @Override
        public void send(String frame) {
            inTurn(open -> open.sendText(frame, true));
        }

        @Override
        public void ping() {
            inTurn(open -> open.sendPing(EMPTY.duplicate()));
        }

        private void inTurn(Function<WebSocket, CompletableFuture<WebSocket>> message) {
            WebSocket open = webSocket;
            if (open != null) {
                sent = sent.handle((done, failure) -> null)
                        .thenCompose(done -> message.apply(open))
                        .whenComplete((done, failure) -> {
                            if (failure != null) {
                                inbox.closed(number, "cannot send: " + describe(failure));
                            }
                        });
            }
        }

        @Override
        public void abort() {
            isAborted = true;
            WebSocket open = webSocket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
