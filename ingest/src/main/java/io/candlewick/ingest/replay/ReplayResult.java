package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.RejectReason;
import io.candlewick.market.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a replay did.
 *
 * @param feed the feed's name
 * @param symbols the symbols that had ticks
 * @param ticks ticks published and acknowledged, marks and heartbeats not counted
 * @param heartbeats heartbeats sent, each of them to every partition
 * @param rejected bad lines by reason
 * @param firstRejects the first bad lines, each as {@code file:line: reason}
 * @param rejectFile where all bad lines stand, if there were any
 * @param outOfOrder ticks older than one before them in the order of delivery
 * @param outsideRange ticks left out because they lie outside from and to
 * @param otherSymbols ticks left out because they are of a symbol that was not asked for
 * @param first least event time published
 * @param last greatest event time published
 * @param elapsed how long it took, to the last acknowledgement
 * @param partitions partitions of the topic
 * @param faults files that could not be read to their end, each in one line
 * @param stopped whether it was asked to stop before its end
 */
public record ReplayResult(
        String feed,
        SortedSet<Symbol> symbols,
        long ticks,
        long heartbeats,
        Map<RejectReason, Long> rejected,
        List<String> firstRejects,
        Optional<Path> rejectFile,
        long outOfOrder,
        long outsideRange,
        long otherSymbols,
        Optional<Instant> first,
        Optional<Instant> last,
        Duration elapsed,
        int partitions,
        List<String> faults,
        boolean stopped) {

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * All bad lines.
     *
     * @return their number
     */
    public long rejectedLines() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Mean rate into the broker.
     *
     * @return ticks a second
     */
    public double ticksPerSecond() {
        return ticks / Math.max(elapsed.toNanos() / NANOS_PER_SECOND, 1e-9);
    }
}
