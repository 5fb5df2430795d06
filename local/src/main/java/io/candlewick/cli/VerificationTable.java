package io.candlewick.cli;

import io.candlewick.places.Verification;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Prints what verifications found: a line a series, and the first differences under it. */
final class VerificationTable {

    private final PrintWriter out;
    private final int show;
    private long differences;
    private long bars;
    private long unsettled;

    VerificationTable(PrintWriter out, int show) {
        this.out = out;
        this.show = show;
    }

    void head() {
        out.printf(
                Locale.ROOT,
                "  %-12s %-5s %10s %12s %12s %12s %12s%n",
                "symbol",
                "tf",
                "topic",
                "timescale",
                "clickhouse",
                "brute force",
                "mismatches");
    }

    void row(Verification.Report report) {
        Map<String, Integer> counts = report.bars();
        out.printf(
                Locale.ROOT,
                "  %-12s %-5s %,10d %,12d %,12d %,12d %,12d%n",
                report.range().symbol(),
                report.range().timeframe(),
                counts.getOrDefault("topic", 0),
                counts.getOrDefault("timescale", 0),
                counts.getOrDefault("clickhouse", 0),
                counts.getOrDefault("brute force", 0),
                report.differences().size());
        report.differences().stream().limit(show).forEach(line -> out.println("    " + line));
        differences += report.differences().size();
        unsettled += report.unsettled();
        bars += counts.getOrDefault("topic", 0);
        out.flush();
    }

    void foot() {
        out.printf(Locale.ROOT, "  %,d bars compared, %,d differences%n", bars, differences);
        if (unsettled > 0) {
            out.printf(
                    Locale.ROOT,
                    "  %,d more are still open or closed only a moment ago, their feed goes on: not compared%n",
                    unsettled);
        }
        if (bars == 0) {
            out.println("  nothing to compare: no bars in this range");
        }
        out.flush();
    }

    long differences() {
        return differences;
    }

    long bars() {
        return bars;
    }
}
