package io.candlewick.chaos;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own in memory, small enough to be filled.
 *
 * <p>A shell mounts it and unmounts it again when its standard input ends: when it is closed, or when this process dies, however that
 * happens. <b>Cost</b>: memory for what is written to it, all of its size while it is full.
 */
final class SmallDisk implements Closeable {

    /** Enough for the state of an instance with thousands of symbols. */
    static final int STATE_MEBIBYTES = 512;

    private static final int UNMOUNT_LIMIT_SECONDS = 10;
    private static final int PIECE = 1 << 20;
    private static final String MOUNTED = "mounted";
    // Whoever still has a file open there keeps it until it ends: a lazy unmount cannot be in anybody's way.
    private static final String SCRIPT =
            "trap '' INT TERM; mount -t tmpfs -o size=\"$2\"m candlewick-chaos \"$1\" || exit 1; echo " + MOUNTED
                    + "; cat >/dev/null; umount -l \"$1\"";

    private final Path directory;
    private final int mebibytes;
    private final Process keeper;

    private SmallDisk(Path directory, int mebibytes, Process keeper) {
        this.directory = directory;
        this.mebibytes = mebibytes;
        this.keeper = keeper;
    }

    /**
     * Mounts one.
     *
     * @param directory where; made if it is not there
     * @param mebibytes its size
     * @return the disk; nothing if this process may not mount
     */
    static Optional<SmallDisk> mounted(Path directory, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        Process keeper = new ProcessBuilder(
                        List.of("/bin/sh", "-c", SCRIPT, "disk", directory.toString(), Integer.toString(mebibytes)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Not closed: the shell goes on holding the other end.
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.US_ASCII));
        return MOUNTED.equals(answer.readLine())
                ? Optional.of(new SmallDisk(directory, mebibytes, keeper))
                : Optional.empty();
    }

    /** Writes until nothing more can be written. */
    void fill() throws IOException {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            // As large as the disk is, it cannot take that much.
            for (int written = 0; written <= mebibytes; written++) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (Files.getFileStore(directory).getUsableSpace() >= PIECE) {
                throw full;
            }
        }
    }

    /** Takes away what {@link #fill} wrote. */
    void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    /** Unmounts it, with all that is on it. */
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            keeper.waitFor(UNMOUNT_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException endedAlready) {
            keeper.destroy();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
