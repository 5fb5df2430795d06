package io.candlewick.local;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs the stack starts come from.
 *
 * @param registryDirectory the unpacked registry application
 * @param pluginDirectory the Connect worker's plug-ins; may not exist yet
 * @param otherPlugins folders of other people's plug-ins for the worker, e.g. converters
 * @param cacheDirectory downloads shared by all stacks of this user
 * @param javaProgram the {@code java} program
 * @param classPath what our own processes run on
 */
public record Installation(
        Path registryDirectory,
        Path pluginDirectory,
        List<Path> otherPlugins,
        Path cacheDirectory,
        Path javaProgram,
        List<String> classPath) {
    /** The main class of the stream application. */
    static final String STREAMS_MAIN = "io.candlewick.streams.app.StreamsMain";

    /** Folders of further plug-ins for the Connect worker, separated as in a class path. */
    static final String OTHER_PLUGINS = "CANDLEWICK_CONNECT_PLUGINS";

    /** Copies the lists. */
    public Installation {
        otherPlugins = List.copyOf(otherPlugins);
        classPath = List.copyOf(classPath);
    }

    /**
     * The installation this class was loaded from: the repository's build directories.
     *
     * <p>{@code candlewick.home} (system property) names the repository when it cannot be found from the class path.
     *
     * @return the installation
     */
    public static Installation detect() {
        Path home = home();
        return new Installation(
                home.resolve("local/target/registry"),
                home.resolve("connectors/target/plugin"),
                otherPlugins(System.getenv()),
                cacheDirectory(System.getenv()),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    }

    /**
     * The same installation with more plug-ins for the Connect worker.
     *
     * @param folder one folder a plug-in
     * @return the adapted installation
     */
    public Installation withPlugins(Path folder) {
        List<Path> more = new ArrayList<>(otherPlugins);
        more.add(folder.toAbsolutePath().normalize());
        return new Installation(registryDirectory, pluginDirectory, more, cacheDirectory, javaProgram, classPath);
    }

    static List<Path> otherPlugins(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault(OTHER_PLUGINS, "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .toList();
    }

    private static Path home() {
        String given = System.getProperty("candlewick.home");
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        for (@Nullable Path folder = ownCode(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("local/pom.xml"))) {
                return folder;
            }
        }
        return Path.of("").toAbsolutePath();
    }

    /** Where this class lies: a folder of classes or a jar. */
    static Path ownCode() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path cacheDirectory(Map<String, String> environment) {
        String own = environment.getOrDefault("CANDLEWICK_CACHE_DIR", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
        return base.resolve("candlewick").toAbsolutePath();
    }

    /** Whether the stream application is on the class path: a stack may be asked for without it. */
    boolean hasStreamsApp() {
        return Installation.class.getClassLoader().getResource(STREAMS_MAIN.replace('.', '/') + ".class") != null;
    }

    String classPathText() {
        return String.join(File.pathSeparator, classPath);
    }

    /** The class path of the Connect worker: our sinks and what only they need come as a plug-in, never twice. */
    String workerClassPathText() {
        return classPath.stream()
                .filter(entry -> !entry.contains("candlewick-connectors")
                        && !entry.replace('\\', '/').contains("/connectors/target/"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
