package io.candlewick.integration;

import io.candlewick.streams.app.StreamsMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams application in a process of its own, to be killed; settings and state stay from one life to the next. */
final class StreamsProcess {

    private final Map<String, String> environment;
    private final Path log;

    StreamsProcess(Map<String, String> environment, Path log) {
        this.environment = new HashMap<>(environment);
        this.log = log;
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Xshare:auto",
                        "-Dlogback.configurationFile=io/candlewick/local/service-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamsMain.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Path log() {
        return log;
    }
}
