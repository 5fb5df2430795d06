package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.RejectListener;
import io.candlewick.ingest.format.RejectReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts bad lines and writes them down.
 *
 * <p><b>Shape</b>: one line each: file, line number, reason, detail, the line itself, separated by tabs; the line comes last because it may
 * hold tabs. The file is made at the first bad line, over one of an earlier replay. <b>Thread</b>: one.
 */
final class RejectFile implements RejectListener, AutoCloseable {

    private static final int MAX_EXAMPLES = 10;

    private final Path path;
    private final Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
    private final List<String> examples = new ArrayList<>();
    private @Nullable BufferedWriter writer;
    private long total;

    RejectFile(Path path) {
        this.path = path;
    }

    @Override
    public void rejected(Path file, long line, RejectReason reason, String detail, String text) {
        counts.merge(reason, 1L, Long::sum);
        total++;
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(file + ":" + line + ": " + detail);
        }
        try {
            BufferedWriter open = writer == null ? open() : writer;
            open.write(file + "\t" + line + "\t" + reason + "\t" + detail + "\t" + text.replace('\r', ' ') + "\n");
        } catch (IOException full) {
            throw new ReplayException("Reject file " + path + " cannot be written: " + describe(full), full);
        }
    }

    private BufferedWriter open() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        BufferedWriter opened = Files.newBufferedWriter(path);
        writer = opened;
        return opened;
    }

    private static String describe(IOException cause) {
        return cause instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    long total() {
        return total;
    }

    Map<RejectReason, Long> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    List<String> examples() {
        return List.copyOf(examples);
    }

    Optional<Path> path() {
        return writer == null ? Optional.empty() : Optional.of(path);
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException lost) {
            throw new ReplayException("Reject file " + path + " cannot be written: " + describe(lost), lost);
        }
    }
}
