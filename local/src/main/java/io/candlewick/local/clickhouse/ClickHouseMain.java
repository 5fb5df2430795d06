package io.candlewick.local.clickhouse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the ClickHouse engine over HTTP on loopback until the process ends. Arguments: library, directory, port. */
public final class ClickHouseMain {
    private static final int HTTP_THREADS = 32;
    private static final int BACKLOG = 128;

    private ClickHouseMain() {}

    /**
     * Starts serving and returns; the server's threads keep the process alive.
     *
     * @param arguments the engine's library file, the data directory, the port
     * @throws IOException when the port is taken or the engine does not open the directory
     * @throws InterruptedException when interrupted while the engine opens
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Without these, every answer waits for a delayed acknowledgement and idle clients are dropped after 30 s.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        Path directory = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        Path spool = Files.createDirectories(directory.resolveSibling("clickhouse-spool"));
        empty(spool);
        int port = Integer.parseInt(arguments[2]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        ChdbEngine engine = ChdbEngine.open(Path.of(arguments[0]), directory);
        ExecutorService threads = Executors.newFixedThreadPool(HTTP_THREADS);
        server.setExecutor(threads);
        server.createContext("/", new HttpFront(engine, spool));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, engine), "stop"));
    }

    private static void stop(HttpServer server, ChdbEngine engine) {
        server.stop(0);
        engine.close();
    }

    /** Inserts that a crash cut off were never acknowledged: their data is of no use. */
    private static void empty(Path spool) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
