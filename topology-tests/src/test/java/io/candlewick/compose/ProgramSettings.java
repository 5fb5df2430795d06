package io.candlewick.compose;

import io.candlewick.calendar.CalendarFiles;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.config.ClickHouseAddress;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.config.TimescaleAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which {@code CANDLEWICK_*} settings each program reads. */
final class ProgramSettings {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Z0-9_]+)}");
    private static final Pattern LITERAL = Pattern.compile("(?:\"|env:)(CANDLEWICK_[A-Z0-9_]+)[\":}]");

    /** What every program that reads records reads: the registry, the serdes, the calendars that instruments name. */
    private static final List<String> SERDES = List.of(
            RegistryConfig.URL,
            RegistryConfig.USER,
            RegistryConfig.PASSWORD,
            RegistryConfig.TRUST_STORE,
            RegistryConfig.TRUST_STORE_PASSWORD,
            RegistryConfig.TIMEOUT,
            RegistryConfig.ATTEMPTS,
            CandlewickSerdes.SERDES_CLASS,
            CalendarFiles.DIRECTORY_SETTING);

    private static final List<String> DATABASES = List.of(
            TimescaleAddress.URL,
            TimescaleAddress.USER,
            TimescaleAddress.PASSWORD,
            ClickHouseAddress.URL,
            ClickHouseAddress.USER,
            ClickHouseAddress.PASSWORD,
            ClickHouseAddress.DATABASE);

    private ProgramSettings() {}

    static Set<String> ofStreamsApp() {
        Set<String> names = new TreeSet<>(StreamsAppConfig.NAMES);
        names.addAll(SERDES);
        names.addAll(DATABASES);
        return names;
    }

    /** The worker's own configuration and those of the connectors refer to the environment by name. */
    static Set<String> ofConnectWorker() throws IOException {
        Set<String> names =
                found(REFERENCE, Files.readString(RepositoryRoot.resolve("docker/connect-worker.properties")));
        for (Path file : files("connectors/config", ".json")) {
            if (file.toString().contains("/peers/")) {
                // For workers that people run themselves.
                continue;
            }
            names.addAll(found(REFERENCE, Files.readString(file)));
        }
        return names;
    }

    /** The commands read the environment where they need it: their sources hold the names as literals. */
    static Set<String> ofCommandLine() throws IOException {
        Set<String> names = new TreeSet<>(SERDES);
        for (Path file : files("local/src/main/java", ".java")) {
            names.addAll(found(LITERAL, Files.readString(file)));
        }
        return names;
    }

    static Set<String> found(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(RepositoryRoot.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
