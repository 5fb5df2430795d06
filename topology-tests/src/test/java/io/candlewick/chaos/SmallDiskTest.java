package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {

    private static final int MEBIBYTES = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldTakeNothingWhileItIsFullAndGoWithAllThatIsOnIt() throws IOException {
        Path place = directory.resolve("disk");
        Optional<SmallDisk> mounted = SmallDisk.mounted(place, MEBIBYTES);
        assumeTrue(mounted.isPresent(), "this process may not mount");
        try (SmallDisk disk = mounted.get()) {
            Path file = Files.writeString(place.resolve("state"), "kept");

            disk.fill();
            assertThatThrownBy(() -> Files.writeString(place.resolve("more"), "too much"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");

            disk.empty();
            Files.writeString(place.resolve("more"), "fits");
            assertThat(file).hasContent("kept");
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void shouldSayWhereNothingCanBeMounted() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> SmallDisk.mounted(file, MEBIBYTES)).isInstanceOf(IOException.class);
    }
}
