package io.candlewick.chaos;

import java.io.PrintWriter;
import java.util.List;

/**
 * What came of a run.
 *
 * @param options what was asked for
 * @param recoveries how each fault was got over
 * @param violations what may not be and was
 * @param timeline what happened when
 * @param counts how much there was
 * @param load how many processes wanted a processor meanwhile, on average: figures of a busy machine are its figures
 */
public record ChaosReport(
        ChaosOptions options,
        List<Recovery> recoveries,
        List<String> violations,
        List<String> timeline,
        Counts counts,
        double load) {

    /**
     * How much there was.
     *
     * @param ticks ticks published, without those of a wrong clock
     * @param ahead ticks published by a clock that was ahead
     * @param delivered a vendor's minute bars delivered to the history lane
     * @param bars bars said
     * @param corrected corrections said
     * @param compared bars compared in every place and with a batch computation
     */
    public record Counts(long ticks, long ahead, long delivered, long bars, long corrected, long compared) {}

    /** Copies the lists. */
    public ChaosReport {
        recoveries = List.copyOf(recoveries);
        violations = List.copyOf(violations);
        timeline = List.copyOf(timeline);
    }

    /**
     * Prints it as tables, and all that is needed to look into a violation.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
        SiteSize site = options.site();
        out.printf(
                "%n  seed %d: %d faults, %,d ticks (%,d of a wrong clock), %,d vendor's bars, %,d bars, %,d corrections%n",
                options.seed(),
                recoveries.stream()
                        .mapToInt(recovery -> recovery.incident().faults().size())
                        .sum(),
                counts.ticks(),
                counts.ahead(),
                counts.delivered(),
                counts.bars(),
                counts.corrected());
        out.printf("  %s%n", site);
        out.printf(
                "  %d processors, load %.1f on average%n%n",
                Runtime.getRuntime().availableProcessors(), load);
        if (!recoveries.isEmpty()) {
            RecoveryTable.print(recoveries, out);
        }
        if (violations.isEmpty()) {
            out.printf(
                    "%n  %,d bars compared in every place and with a batch computation: none lost, doubled or different%n",
                    counts.compared());
        } else {
            out.printf("%n  VIOLATED, seed %d:%n", options.seed());
            violations.forEach(line -> out.println("    " + line));
            out.println("  what happened:");
            timeline.forEach(line -> out.println("    " + line));
        }
        out.flush();
    }
}
