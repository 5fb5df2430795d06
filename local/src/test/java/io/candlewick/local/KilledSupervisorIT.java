package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledSupervisorIT {
    @TempDir
    private Path folder;

    private List<ProcessHandle> tree = List.of();

    @AfterEach
    void endWhatIsLeft() {
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldLeaveNoProcessBehindWhenItIsKilled() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldStack.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        tree = List.of(holder.toHandle());
        await().atMost(Duration.ofMinutes(3)).until(() -> holder.isAlive() && isReady());
        tree = holder.descendants().toList();
        assertThat(tree).hasSizeGreaterThan(5).allMatch(ProcessHandle::isAlive);

        holder.destroyForcibly();

        await().atMost(Duration.ofSeconds(10)).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(StackState.read(folder).orElseThrow().supervisor()).isEmpty();
    }

    private boolean isReady() throws StackException {
        return StackState.read(folder)
                .filter(state -> state.state() == ServiceState.READY)
                .isPresent();
    }
}
