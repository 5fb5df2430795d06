package io.candlewick.cli;

import io.candlewick.streams.config.Lane;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose data files become, by which lane, and what becomes of the lines that cannot be taken in. */
@Command
final class IntakeOptions {

    private static final int RUN_ID_LENGTH = 8;

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "history",
            description = "history or live (default: history).")
    private Lane lane = Lane.HISTORY;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Where lines that cannot be taken in are written (default: rejects/<first file>.rejects in the"
                            + " data directory).")
    private @Nullable Path rejects;

    @Option(
            names = "--no-wait",
            description =
                    "Return when the broker has everything, not when what the lane makes of it is in both databases.")
    private boolean noWait;

    @Mixin
    private StackOptions stack = new StackOptions();

    String tenant() {
        return tenant.name();
    }

    Lane lane() {
        return lane;
    }

    boolean waits() {
        return !noWait;
    }

    StackOptions stack() {
        return stack;
    }

    Path rejectFile(Path first) {
        return rejects != null
                ? rejects
                : stack.data().directory().resolve("rejects").resolve(first.getFileName() + ".rejects");
    }

    /** Names this run; short, because every record carries it. */
    static String runId(String command) {
        return command + "-" + UUID.randomUUID().toString().substring(0, RUN_ID_LENGTH);
    }

    /** Says which lines were left out, and why. */
    static void printRejects(
            Map<?, Long> rejected, List<String> firstRejects, Optional<Path> rejectFile, PrintWriter out) {
        rejected.forEach((reason, count) -> out.printf(Locale.ROOT, "  rejected %,d lines: %s%n", count, reason));
        firstRejects.forEach(line -> out.println("    " + line));
        rejectFile.ifPresent(file -> out.println("  all of them in " + file));
    }

    /** Says which files could not be read to their end. */
    static void printFaults(List<String> faults, PrintWriter err) {
        faults.forEach(fault -> err.println("candlewick: " + fault));
        err.flush();
    }
}
