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
 * @param ticks ticks published, without those of a wrong clock
 * @param ahead ticks published by a clock that was ahead
 * @param bars bars said
 * @param corrected corrections said
 * @param compared bars compared in every place and with a batch computation
 * @param load how many processes wanted a processor meanwhile, on average: figures of a busy machine are its figures
 */
public record ChaosReport(
        ChaosOptions options,
        List<Recovery> recoveries,
        List<String> violations,
        List<String> timeline,
        long ticks,
        long ahead,
        long bars,
        long corrected,
        long compared,
        double load) {

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
        out.printf(
                "%n  seed %d: %d faults, %,d ticks (%,d of a wrong clock), %,d bars, %,d corrections; %d broker%s, %d instances,"
                        + " %d standby%s, session timeout %s%n  %d processors, load %.1f on average%n%n",
                options.seed(),
                recoveries.size(),
                ticks,
                ahead,
                bars,
                corrected,
                options.brokers(),
                options.brokers() == 1 ? "" : "s",
                options.instances(),
                options.standbys(),
                options.standbys() == 1 ? "" : "s",
                options.sessionTimeout().toMillis() / 1e3 + " s",
                Runtime.getRuntime().availableProcessors(),
                load);
        if (!recoveries.isEmpty()) {
            RecoveryTable.print(recoveries, out);
        }
        if (violations.isEmpty()) {
            out.printf(
                    "%n  %,d bars compared in every place and with a batch computation: none lost, doubled or different%n",
                    compared);
        } else {
            out.printf("%n  VIOLATED, seed %d:%n", options.seed());
            violations.forEach(line -> out.println("    " + line));
            out.println("  what happened:");
            timeline.forEach(line -> out.println("    " + line));
        }
        out.flush();
    }
}
