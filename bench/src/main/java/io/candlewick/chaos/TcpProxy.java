package io.candlewick.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a server and can be as good as a broken network: connections break and new ones are refused, or everything takes its time.
 *
 * <p><b>Thread</b>: any; two threads a connection carry its bytes.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private ServerSocket listener;

    /**
     * Stands before a server on this machine, on a free port.
     *
     * @param target the server's port
     */
    public TcpProxy(int target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /**
     * Where clients connect.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /** Breaks every connection and refuses new ones. */
    public synchronized void cut() {
        close(listener);
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    /** Lets connections through again, on the same port. */
    public synchronized void restore() {
        if (listener.isClosed()) {
            listener = listen(port);
            accept(listener);
        }
    }

    /**
     * Holds every piece of data back for so long, one piece after the other.
     *
     * @param delay zero: not at all
     */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private void accept(ServerSocket from) {
        start(() -> {
            while (!from.isClosed()) {
                try {
                    connect(from, from.accept());
                } catch (IOException closed) {
                    // Only cut() closes the listener; the loop ends then.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        });
    }

    private void connect(ServerSocket from, Socket client) {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException refused) {
            // The client must see that nobody is there.
            close(client);
            return;
        }
        synchronized (this) {
            if (from.isClosed()) {
                close(client);
                close(server);
                return;
            }
            sockets.add(client);
            sockets.add(server);
        }
        start(() -> pump(client, server));
        start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                }
                out.write(bytes, 0, count);
                out.flush();
            }
        } catch (IOException broken) {
            // Either side broke the connection: the other one is told by closing both.
            close(from);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closedAlready) {
            throw new IllegalStateException(closedAlready);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
