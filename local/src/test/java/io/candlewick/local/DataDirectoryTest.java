package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseADirectoryThatIsTaken() throws Exception {
        try (DataDirectory first = DataDirectory.take(folder)) {
            assertThatThrownBy(() -> DataDirectory.take(first.root()))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining("stack.json")
                    .hasMessageContaining("./candlewick down --data " + folder);
        }
    }

    @Test
    void shouldBeTakenAgainAfterwards() throws Exception {
        DataDirectory.take(folder).close();

        try (DataDirectory again = DataDirectory.take(folder)) {
            assertThat(again.root()).isEqualTo(folder);
        }
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.take(file))
                .isInstanceOf(StackException.class)
                .hasMessage("the data directory " + file + " is a file: choose another with --data DIR");
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeWritten() {
        Path readOnly = Path.of("/proc/candlewick-test");
        assumeTrue(Files.isDirectory(Path.of("/proc")), "needs a file system that nobody can write, even as root");

        assertThatThrownBy(() -> DataDirectory.take(readOnly))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("the data directory /proc/candlewick-test cannot be written")
                .hasMessageEndingWith("make room or give another with --data DIR");
    }

    @Test
    void shouldKeepASecretFromOthersAndKeepItTheSame() throws Exception {
        try (DataDirectory data = DataDirectory.take(folder)) {
            String secret = data.secretOrNew("password");

            assertThat(secret).hasSize(32);
            assertThat(data.secretOrNew("password")).isEqualTo(secret);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.secret("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldTellTheLastLineThatIsNotPartOfAStackTrace() throws Exception {
        try (DataDirectory data = DataDirectory.take(folder)) {
            data.beginLog(Service.BROKER);
            Files.writeString(data.log(Service.BROKER), "one\nthe cause\n\tat io.x.Y.z(Y.java:1)\n\n");

            assertThat(data.lastLine(Service.BROKER)).isEqualTo("the cause");
        }
    }
}
