package io.candlewick.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them: they appear whole or not at all, and are deleted whole. */
public final class Trees {
    private Trees() {}

    /** Gives a finished folder its name; when another process was faster, its folder stays and ours is removed. */
    static void moveInPlace(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            delete(fresh);
        }
    }

    /**
     * Deletes a folder and all below it.
     *
     * @param folder the folder; one that is not there is deleted already
     * @throws IOException if something of it stays
     */
    public static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /**
     * Deletes a folder that nobody needs any more; says so where it stays.
     *
     * @param folder the folder
     */
    public static void deleteIfPossible(Path folder) {
        try {
            delete(folder);
        } catch (IOException | UncheckedIOException stays) {
            System.err.println("candlewick: " + folder + " cannot be deleted: " + stays.getMessage());
        }
    }
}
