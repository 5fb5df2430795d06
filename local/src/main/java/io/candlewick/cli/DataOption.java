package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which local stack a command means: the one whose data is in this directory. */
@Command
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:CANDLEWICK_DATA:-.candlewick}",
            description = "Data directory of the local stack (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".candlewick");

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }

    /** As the user wrote it, for messages. */
    Path shown() {
        return directory;
    }

    /** The state of the stack there, provided its supervisor lives. */
    Optional<StackState> running() throws StackException {
        return StackState.read(directory()).filter(state -> state.supervisor().isPresent());
    }
}
