package io.candlewick.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candlewick.compose.RepositoryRoot;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.store.StoreNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that releases wrote, kept as files: today's code goes on from it as if it had never stopped. {@code src/test/resources/golden/README.md}
 * tells how the files are made.
 */
class GoldenStateTest {

    private static final Path GOLDEN = RepositoryRoot.resolve("topology-tests/src/test/resources/golden");

    @TempDir
    private Path stateDir;

    @ParameterizedTest
    @MethodSource("releases")
    void shouldGoOnFromTheStateOfEveryRelease(String release) throws IOException {
        List<String> said = new ArrayList<>();
        try (LaneDriver lane = new LaneDriver(Lane.LIVE, stateDir.resolve("restored"))) {
            GoldenScenario.instruments(lane);
            lane.restore(read(release));
            GoldenScenario.second(lane);
            said.addAll(said(lane));
        }

        assertThat(said).isNotEmpty().isEqualTo(saidWithoutAStop());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void shouldHoldAnEntryOfEveryStore(String release) throws IOException {
        Map<String, Map<Bytes, byte[]>> state = read(release);

        Set<String> stores = new TreeSet<>(LaneDriver.STATE);
        // One every 512 bars, and of the layout that indicator-series holds.
        stores.remove(StoreNames.INDICATOR_SNAPSHOTS);
        assertThat(state.keySet()).isEqualTo(stores);
        assertThat(state)
                .allSatisfy((store, entries) -> assertThat(entries).as(store).isNotEmpty());
    }

    /** Whoever goes back to an older release than wrote the state must not lose it by guessing. */
    @ParameterizedTest
    @CsvSource({
        StoreNames.SYMBOLS + ",'state version=99, this release reads 2'",
        StoreNames.SERIES + ",'series version=99, this release reads 1'",
        StoreNames.CLOSED_BARS + ",'bars version=99, this release reads 2'",
        StoreNames.INDICATOR_SERIES + ",'indicator state version=99, this release reads 1'",
        StoreNames.TRADES + ",'trades version=99, this release reads 1'"
    })
    void shouldRefuseStateOfANewerRelease(String store, String complaint) throws IOException {
        Map<String, Map<Bytes, byte[]>> state = read("0.1");
        state.getOrDefault(store, Map.of()).values().forEach(value -> value[0] = 99);

        assertThatThrownBy(() -> {
                    try (LaneDriver lane = new LaneDriver(Lane.LIVE, stateDir.resolve("newer"))) {
                        GoldenScenario.instruments(lane);
                        lane.restore(state);
                        GoldenScenario.second(lane);
                    }
                })
                .hasStackTraceContaining(complaint);
    }

    /** Writes the files of a release: {@code -Dcandlewick.golden.release=0.2}. */
    @Test
    void shouldWriteTheFilesOfARelease() throws IOException {
        String release = System.getProperty("candlewick.golden.release", "");
        assumeTrue(!release.isEmpty(), "no release is being made");
        assumeTrue(!Files.exists(GOLDEN.resolve(release + ".txt")), release + " has its file, which never changes");
        List<String> lines = new ArrayList<>();
        try (LaneDriver lane = new LaneDriver(Lane.LIVE, stateDir.resolve("written"))) {
            GoldenScenario.instruments(lane);
            GoldenScenario.first(lane);
            lane.state()
                    .forEach((store, entries) -> entries.forEach((key, value) ->
                            lines.add(store + " " + HexFormat.of().formatHex(key.get()) + " "
                                    + HexFormat.of().formatHex(value))));
        }
        Files.createDirectories(GOLDEN);
        Files.write(GOLDEN.resolve(release + ".txt"), lines);
    }

    private List<String> saidWithoutAStop() {
        try (LaneDriver lane = new LaneDriver(Lane.LIVE, stateDir.resolve("never-stopped"))) {
            GoldenScenario.instruments(lane);
            GoldenScenario.first(lane);
            List<String> before = said(lane);
            assertThat(before).isNotEmpty();
            GoldenScenario.second(lane);
            return said(lane);
        }
    }

    /** Everything said since the last look, byte by byte. */
    private static List<String> said(LaneDriver lane) {
        List<String> said = new ArrayList<>();
        lane.rawBars
                .readRecordsToList()
                .forEach(bar -> said.add(bar.key() + " " + HexFormat.of().formatHex(bar.value())));
        lane.indicators.readValuesToList().forEach(values -> said.add(values.toString()));
        lane.gaps
                .readValuesToList()
                .forEach(gap -> said.add(gap.getSymbol() + " " + gap.getReason() + " " + gap.getFromTime() + " "
                        + gap.getToTime() + " " + gap.getStatus()));
        lane.rejected.readValuesToList().forEach(tick -> said.add(tick.toString()));
        return said;
    }

    private static Map<String, Map<Bytes, byte[]>> read(String release) throws IOException {
        Map<String, Map<Bytes, byte[]>> state = new TreeMap<>();
        for (String line : Files.readAllLines(GOLDEN.resolve(release + ".txt"), StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ", -1);
            state.computeIfAbsent(words[0], store -> new TreeMap<>())
                    .put(
                            Bytes.wrap(HexFormat.of().parseHex(words[1])),
                            HexFormat.of().parseHex(words[2]));
        }
        return state;
    }

    static List<String> releases() {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - ".txt".length()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
