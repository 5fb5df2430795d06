package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.RejectReason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What loading bars did.
 *
 * @param bars bars published and acknowledged
 * @param duplicates bars left out because their file had them before, with the same prices
 * @param ambiguous labels that their clock showed twice; the file's order decided
 * @param holes stretches of open market without a bar, longer than quiet may be; no span claims to cover them
 * @param firstHoles the first of them, each as {@code from to to}
 * @param rejected bad lines by reason
 * @param firstRejects the first bad lines, each as {@code file:line: reason}
 * @param rejectFile where all bad lines stand, if there were any
 * @param first least start
 * @param last greatest end
 * @param faults files that could not be read to their end, each in one line
 */
public record BarLoadResult(
        long bars,
        long duplicates,
        long ambiguous,
        long holes,
        List<String> firstHoles,
        Map<RejectReason, Long> rejected,
        List<String> firstRejects,
        Optional<Path> rejectFile,
        Optional<Instant> first,
        Optional<Instant> last,
        List<String> faults) {

    /** Takes copies. */
    public BarLoadResult {
        firstHoles = List.copyOf(firstHoles);
        firstRejects = List.copyOf(firstRejects);
        rejected = Map.copyOf(rejected);
        faults = List.copyOf(faults);
    }
}
