package io.candlewick.bench.sink;

import io.candlewick.bench.sink.nothing.NothingSinkConnector;
import io.candlewick.bench.sink.nothing.NothingSinkTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.sink.SinkConnector;

/** Lays the sink that does nothing where the worker finds it: a plug-in's folder of classes, copied from our own. */
final class NothingPlugin {

    private static final String SERVICES = "META-INF/services/";

    private NothingPlugin() {}

    /** Fills a folder of plug-ins. */
    static void layIn(Path plugins) throws IOException {
        Path folder = plugins.resolve("nothing");
        for (Class<?> part : List.of(NothingSinkConnector.class, NothingSinkTask.class)) {
            String name = part.getName().replace('.', '/') + ".class";
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = part.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IOException(name + " is not on the class path");
                }
                Files.copy(in, file);
            }
        }
        Path service = folder.resolve(SERVICES + SinkConnector.class.getName());
        Files.createDirectories(service.getParent());
        Files.writeString(service, NothingSinkConnector.class.getName());
    }
}
