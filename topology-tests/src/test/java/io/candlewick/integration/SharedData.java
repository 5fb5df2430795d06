package io.candlewick.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Real market data beside the repository; what needs it is skipped where it is not there. */
final class SharedData {

    private SharedData() {}

    /** A file of the data, or the end of the test with a message. */
    static Path file(String name) {
        Path file = root().resolve("data").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real market data is not here: " + file);
        return file;
    }

    private static Path root() {
        String given = System.getProperty("candlewick.shared");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("candlewick"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("shared") : folder.resolveSibling("shared");
    }

    /** The rows of a vendor's bar file by start in epoch milliseconds, the prices in the columns' order. */
    static NavigableMap<Long, Map<String, Double>> bars(Path file) throws IOException {
        NavigableMap<Long, Map<String, Double>> bars = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> header = List.of(reader.readLine().split(",", -1));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                Map<String, Double> bar = new TreeMap<>();
                for (int column = 1; column < cells.length; column++) {
                    bar.put(header.get(column), Double.valueOf(cells[column]));
                }
                bars.put(Long.valueOf(cells[0]), bar);
            }
        }
        return bars;
    }

    /** Names of the price columns of a row of {@link #bars}. */
    static List<String> columns(Map<String, Double> bar) {
        return new ArrayList<>(bar.keySet());
    }
}
