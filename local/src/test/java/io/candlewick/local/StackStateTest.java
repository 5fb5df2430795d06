package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatWasWritten() throws Exception {
        StackState state = state(ProcessHandle.current(), null);

        state.write(folder);

        assertThat(StackState.read(folder)).contains(state);
        assertThat(Files.readString(folder.resolve("stack.json")))
                .contains("\"bootstrap_servers\" : \"127.0.0.1:9092\"")
                .contains("\"name\" : \"broker\"");
    }

    @Test
    void shouldReadThePasswordFromItsOwnFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), "hush\n");
        StackState state = state(ProcessHandle.current(), secret.toString());

        assertThat(state.addresses().timescale()).contains(new TimescaleServer("jdbc:postgresql://h/d", "u", "hush"));
        assertThat(state.toJson()).doesNotContain("hush");
    }

    @Test
    void shouldFindTheSupervisorWhileItLives() {
        assertThat(state(ProcessHandle.current(), null).supervisor()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeALaterProcessWithTheSameNumberForTheSupervisor() {
        long pid = ProcessHandle.current().pid();

        assertThat(StackState.living(pid, "2001-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void shouldSayWhichFileCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("stack.json"), "{");

        assertThatThrownBy(() -> StackState.read(folder))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(folder.resolve("stack.json") + " cannot be read");
    }

    private static StackState state(ProcessHandle supervisor, @Nullable String passwordFile) {
        return new StackState(
                ServiceState.READY,
                supervisor.pid(),
                StackState.startOf(supervisor).orElse(null),
                "/data",
                "127.0.0.1:9092",
                null,
                null,
                "jdbc:postgresql://h/d",
                "u",
                passwordFile,
                null,
                null,
                List.of(new StackState.Entry(
                        Service.BROKER, ServiceState.READY, 1.5, 0, 1L, null, "/data/logs/broker.log", null)));
    }
}
