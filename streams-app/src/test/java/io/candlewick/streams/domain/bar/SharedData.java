package io.candlewick.streams.domain.bar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Market data that lies beside the repository and is no part of it: folder {@code shared/data} in a directory above, or where system
 * property {@code candlewick.shared} points. A test that needs it is skipped where it is absent.
 */
public final class SharedData {

    private SharedData() {}

    /**
     * The rows of a CSV file below its header, as text.
     *
     * @param name path within the folder; {@code .gz} is unpacked
     * @return the rows
     */
    public static List<String[]> rows(String name) {
        List<String[]> rows = rowsWithHeader(name);
        return rows.subList(1, rows.size());
    }

    /**
     * The rows of a CSV file with its header, as text.
     *
     * @param name path within the folder; {@code .gz} is unpacked
     * @return the rows
     */
    public static List<String[]> rowsWithHeader(String name) {
        Path file = directory()
                .map(directory -> directory.resolve("data").resolve(name))
                .orElse(Path.of("absent"));
        Assumptions.assumeTrue(
                Files.exists(file), () -> "skipped: no " + name + " in shared/data beside the repository");
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            List<String[]> rows = new ArrayList<>();
            lines.lines().forEach(line -> rows.add(line.split(",", -1)));
            return rows;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Optional<Path> directory() {
        String named = System.getProperty("candlewick.shared");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .map(directory -> directory.resolve("shared"))
                .filter(directory -> Files.isDirectory(directory.resolve("data")))
                .findFirst();
    }
}
