package io.candlewick.ingest.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The wire between clients and a simulated vendor: passes bytes on, and can lose a connection the way networks do, which a server cannot: bytes
 * stop and nobody says so.
 *
 * <p>Faults touch connections that have become WebSockets; REST calls and the control path go through. <b>Thread</b>: two a connection.
 */
final class FaultyNetwork implements AutoCloseable {

    /** Bytes of every open socket stop in both directions, for good; new connections work. */
    static final String HALF_OPEN = "half-open";

    /** Every open socket is reset. */
    static final String RESET = "reset";

    /** Bytes to the client come at so many a second. */
    static final String SLOW = "slow";

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SLOW_BYTES_A_SECOND = 2_000;
    private static final int SLICES_A_SECOND = 20;
    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final int targetPort;
    private final Faults faults;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();

    FaultyNetwork(int port, int targetPort, Faults faults) throws IOException {
        this.targetPort = targetPort;
        this.faults = faults;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        faults.declare(HALF_OPEN, "bytes of every open socket stop in both directions, without a word; new ones work");
        faults.declare(RESET, "every open socket is cut without a close frame");
        faults.declare(SLOW, "bytes to clients of sockets come at value (2000) a second");
        faults.onScripted(this::happen);
        start("simulator-accept", this::accept);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void happen(Fault fault) {
        if (fault.name().equals(HALF_OPEN)) {
            wires.stream().filter(wire -> wire.isSocket).forEach(wire -> wire.isDead = true);
            faults.clear(HALF_OPEN);
        } else if (fault.name().equals(RESET)) {
            wires.stream().filter(wire -> wire.isSocket).forEach(Wire::reset);
            faults.clear(RESET);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Wire wire = new Wire(client, server);
                wires.add(wire);
                start("simulator-in", () -> wire.pump(client, server, true));
                start("simulator-out", () -> wire.pump(server, client, false));
            } catch (IOException closedOrRefused) {
                // Closed: the loop ends. Refused: the client sees its connection go, which is what would happen.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException unimportant) {
            // Nothing is listening then.
        }
        wires.forEach(Wire::reset);
    }

    private final class Wire {

        private final Socket client;
        private final Socket server;
        private volatile boolean isSocket;
        private volatile boolean isDead;

        Wire(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Socket from, Socket to, boolean inbound) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (inbound && !isSocket) {
                        isSocket = asksForSocket(buffer, read);
                    }
                    if (!isDead) {
                        pass(buffer, read, out, inbound);
                    }
                }
            } catch (IOException cut) {
                // The other side is told by closing, unless the wire is dead: then nobody is told anything.
            }
            if (!isDead) {
                reset();
            }
        }

        private void pass(byte[] buffer, int length, OutputStream out, boolean inbound) throws IOException {
            Optional<Fault> slow = isSocket && !inbound ? faults.peek(SLOW) : Optional.empty();
            if (slow.isEmpty()) {
                out.write(buffer, 0, length);
                return;
            }
            int slice = Math.max(1, slow.get().number(SLOW_BYTES_A_SECOND) / SLICES_A_SECOND);
            for (int at = 0; at < length && !isDead; at += slice) {
                out.write(buffer, at, Math.min(slice, length - at));
                if (faults.peek(SLOW).isPresent()) {
                    LockSupport.parkNanos(1_000_000_000L / SLICES_A_SECOND);
                }
            }
        }

        private static boolean asksForSocket(byte[] buffer, int length) {
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT)
                    .contains("upgrade: websocket");
        }

        void reset() {
            wires.remove(this);
            closeQuietly(client);
            closeQuietly(server);
        }

        private static void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException unimportant) {
                // It is closed or about to be.
            }
        }
    }
}
