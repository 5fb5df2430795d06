package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a feed had come when it last said so, for the process that comes after a crash.
 *
 * <p><b>Shape</b>: a small file: microseconds, a line end, symbols separated by spaces; replaced whole.
 */
final class AliveFile {

    private static final Logger LOG = LoggerFactory.getLogger(AliveFile.class);

    private final Path file;

    AliveFile(Path directory, String feed) {
        this.file = directory.resolve(feed + ".alive");
    }

    record Alive(long timeUs, Set<Symbol> symbols) {}

    void write(long timeUs, Collection<Symbol> symbols) {
        String text = timeUs + "\n" + symbols.stream().map(Symbol::text).collect(Collectors.joining(" ")) + "\n";
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            LOG.warn(
                    "{} cannot be written, so a crash now would leave its hole to the gap auditor: {}",
                    file,
                    failed.toString());
        }
    }

    Optional<Alive> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String[] lines = Files.readString(file).split("\n", -1);
            Set<Symbol> symbols = Arrays.stream(lines[1].split(" ", -1))
                    .filter(name -> !name.isBlank())
                    .map(Symbol::of)
                    .collect(Collectors.toCollection(TreeSet::new));
            return Optional.of(new Alive(Long.parseLong(lines[0]), symbols));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            LOG.warn(
                    "{} cannot be read, so what was missed before this start is left to the gap auditor: {}",
                    file,
                    damaged.toString());
            return Optional.empty();
        }
    }
}
