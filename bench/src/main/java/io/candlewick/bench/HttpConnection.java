package io.candlewick.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection kept open, reduced to what a measurement needs: it sends a GET and reads the answer to its end, so that the client
 * takes as little as possible of the processors it shares with the server. <b>Thread</b>: one.
 */
final class HttpConnection implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int TIMEOUT_MS = 30_000;
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    private final Socket socket;
    private final InputStream in;
    private final byte[] skipped = new byte[BUFFER];

    HttpConnection(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    /**
     * Asks.
     *
     * @return how many bytes the answer's body had
     * @throws IOException if the answer is not 200, or ends early
     */
    long get(String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String status = line();
        long length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(LENGTH)) {
                length = Long.parseLong(name.substring(LENGTH.length()).strip());
            }
            chunked |= name.startsWith(CHUNKED);
        }
        long bytes = chunked ? chunks() : skip(length);
        if (!status.contains(" 200 ")) {
            throw new IOException("the server answers " + status + " to " + path);
        }
        return bytes;
    }

    private long chunks() throws IOException {
        long bytes = 0;
        for (int chunk = size(); chunk > 0; chunk = size()) {
            bytes += skip(chunk);
            line();
        }
        line();
        return bytes;
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private long skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = in.read(skipped, 0, (int) Math.min(left, skipped.length));
            if (read < 0) {
                throw new IOException("the answer ends " + left + " bytes early");
            }
            left -= read;
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = in.read(); character != '\n'; character = in.read()) {
            if (character < 0) {
                throw new IOException("the server closed the connection");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
