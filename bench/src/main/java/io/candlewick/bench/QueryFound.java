package io.candlewick.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a measurement of the query API found.
 *
 * @param first the first answers of all series, one after the other
 * @param state answers from state at the pace
 * @param constant constant answers at the pace
 * @param different how many answers of a sample are not those made without anything kept
 * @param sampled how many were looked at
 */
record QueryFound(Latencies first, Timed state, Timed constant, int different, int sampled) {

    /**
     * A run at the pace.
     *
     * @param answers as the callers saw them
     * @param processorMs processor time the server took for each
     */
    record Timed(OpenLoop.Result answers, double processorMs) {

        private void print(String name, PrintWriter out) {
            Latencies latencies = answers.latencies();
            out.printf(
                    Locale.ROOT,
                    "  %-28s %9d %10d %9.0f %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                    name,
                    latencies.count(),
                    answers.meanBytes(),
                    latencies.count() / answers.seconds(),
                    processorMs,
                    latencies.percentileMs(50),
                    latencies.percentileMs(99),
                    latencies.percentileMs(99.9),
                    latencies.percentileMs(100));
        }

        private void addTo(ObjectNode node) {
            Latencies latencies = answers.latencies();
            node.put("requests", latencies.count())
                    .put("bytes", answers.meanBytes())
                    .put("processor_ms", processorMs)
                    .put("per_second", latencies.count() / answers.seconds())
                    .put("p50_ms", latencies.percentileMs(50))
                    .put("p99_ms", latencies.percentileMs(99))
                    .put("p999_ms", latencies.percentileMs(99.9))
                    .put("max_ms", latencies.percentileMs(100));
        }
    }

    double p99Ms() {
        return state.answers().latencies().percentileMs(99);
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-28s %9s %10s %9s %9s %9s %9s %9s %9s%n",
                "",
                "requests",
                "bytes",
                "answers/s",
                "cpu ms",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms");
        state.print("bars from state", out);
        constant.print("constant answer", out);
        out.printf(
                Locale.ROOT,
                "%n  the first answer of each series, one after the other: p50 %.2f ms, p99 %.2f ms%n",
                first.percentileMs(50),
                first.percentileMs(99));
        out.printf(Locale.ROOT, "  %d of %d answers are not the ones made without anything kept%n", different, sampled);
    }

    void addTo(ObjectNode node) {
        node.put("first_p50_ms", first.percentileMs(50))
                .put("first_p99_ms", first.percentileMs(99))
                .put("different", different)
                .put("sampled", sampled);
        state.addTo(node.putObject("state"));
        constant.addTo(node.putObject("constant"));
    }
}
