package io.candlewick.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The ClickHouse engine's shared library, fetched with npm the first time and kept for every stack of this user. */
final class EngineLibrary {
    static final String VERSION = "26.5.3";
    private static final int INSTALL_MINUTES = 15;

    private final Path folder;
    private final String packageName;

    private EngineLibrary(Path folder, String packageName) {
        this.folder = folder;
        this.packageName = packageName;
    }

    static EngineLibrary in(Path cacheDirectory) {
        return new EngineLibrary(
                cacheDirectory.resolve("clickhouse-engine-" + VERSION),
                packageFor(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static String packageFor(String os, String arch) {
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.toLowerCase(Locale.ROOT).startsWith("mac")) {
            return arm ? "@chdb/lib-darwin-arm64" : "@chdb/lib-darwin-x64";
        }
        return arm ? "@chdb/lib-linux-arm64-gnu" : "@chdb/lib-linux-x64-gnu";
    }

    Path file() {
        return folder.resolve("node_modules").resolve(packageName).resolve("libchdb.so");
    }

    /** Fetches the library when it is not there; two stacks that start at once may both fetch, and one of them wins. */
    void fetchIfAbsent() throws StackException, IOException, InterruptedException {
        if (Files.exists(file())) {
            return;
        }
        Files.createDirectories(folder.getParent());
        Path fresh = Files.createTempDirectory(folder.getParent(), "fetch");
        Path log = fresh.resolve("npm.log");
        Process npm = npm(fresh, log);
        try {
            npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
        } finally {
            npm.destroyForcibly();
        }
        if (npm.waitFor() != 0) {
            throw new StackException("npm could not install " + packageName + "@" + VERSION + ": " + firstError(log)
                    + "; its output is in " + log);
        }
        Files.deleteIfExists(log);
        Trees.moveInPlace(fresh, folder);
    }

    private Process npm(Path prefix, Path log) throws StackException {
        List<String> command = List.of(
                "npm",
                "install",
                "--prefix",
                prefix.toString(),
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                packageName + "@" + VERSION);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new StackException(
                    "npm is missing, and the ClickHouse engine " + packageName + "@" + VERSION
                            + " is fetched with it: install npm (Debian: apt-get install npm), or start without it:"
                            + " ./candlewick up --without clickhouse",
                    e);
        }
    }

    private static String firstError(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("it said nothing");
    }
}
