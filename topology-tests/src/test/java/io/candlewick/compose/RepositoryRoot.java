package io.candlewick.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the repository's files from wherever in it the tests run. */
public final class RepositoryRoot {

    private RepositoryRoot() {}

    /** A file of the repository. */
    public static Path resolve(String file) {
        return find().resolve(file);
    }

    /** The repository's root. */
    public static Path find() {
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("docker-compose.yml"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "docker-compose.yml is in no folder above " + Path.of("").toAbsolutePath());
    }
}
