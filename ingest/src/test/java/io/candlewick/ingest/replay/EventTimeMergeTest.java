package io.candlewick.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.format.TickRow;
import io.candlewick.market.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventTimeMergeTest {

    @Property(tries = 100)
    void shouldMergeSortedFilesInOrderAndOfEqualsTakeTheFileNamedFirst(
            @ForAll @Size(min = 1, max = 6) List<@Size(max = 30) List<@IntRange(max = 40) Integer>> seconds)
            throws IOException {
        Path folder = Files.createTempDirectory("merge");
        List<TickFile> files = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int number = 0; number < seconds.size(); number++) {
            List<Integer> sorted = seconds.get(number).stream().sorted().toList();
            Symbol symbol = Symbol.of("S" + number);
            Path file = Files.writeString(
                    folder.resolve(number + ".csv"),
                    sorted.stream().map(second -> second * 1_000 + ",1,2\n").collect(Collectors.joining()));
            files.add(TickFile.of(file, FileFormat.QUOTES_CSV, symbol));
            sorted.forEach(second -> wanted.add(String.format("%02d %s", second, symbol)));
        }
        wanted.sort(null);

        List<String> merged = new ArrayList<>();
        try (EventTimeMerge merge = new EventTimeMerge(
                files,
                (file, line, reason, detail, text) -> {
                    throw new AssertionError(detail);
                },
                (symbol, timeUs, fault) -> {
                    throw new AssertionError(fault);
                })) {
            for (TickRow row = merge.next(); row != null; row = merge.next()) {
                merged.add(String.format("%02d %s", row.eventTimeUs() / 1_000_000, row.symbol()));
            }
            assertThat(merge.fraction()).isEqualTo(1.0);
        } finally {
            for (int number : IntStream.range(0, seconds.size()).toArray()) {
                Files.delete(folder.resolve(number + ".csv"));
            }
            Files.delete(folder);
        }

        assertThat(merged).isEqualTo(wanted);
    }
}
