package io.candlewick.indicator;

import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackException;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what one more bar costs: all default indicators together and each by itself, against TA-Lib and ta4j. */
@Command(
        name = "indicators",
        description =
                "Nanoseconds a bar of all default indicators and of each, against TA-Lib recomputing the last 250 bars,"
                        + " TA-Lib computing the newest value alone, and ta4j; in the same run, by JMH.",
        footer = {
            "",
            "It wants an idle machine and about ten minutes; with --only less. What TA-Lib or ta4j do not have is measured by the nearest they have.",
            "",
            "Example: ./candlewick bench indicators --only default"
        })
public final class IndicatorsBench implements BenchSubcommand {

    private static final String OURS = "candlewick";
    private static final String FORMING = "candlewickForming";
    private static final String STATE = "candlewickState";
    private static final List<String> BASELINES = List.of("taLibWindow", "taLibNewest", "ta4j");

    @Option(
            names = "--only",
            paramLabel = "INDICATORS",
            description = "Only these, each by itself: e.g. \"default sma(200)\" (default: all together, then each).")
    private String only = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public IndicatorsBench() {}

    @Override
    public Integer call() throws StackException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %11s %20s %20s %20s%n", "ns a bar", OURS, "TA-Lib, 250 bars", "TA-Lib, newest only", "ta4j");
        for (String indicators : measured()) {
            boolean all = indicators.equals(IndicatorBenchmark.ALL);
            Map<String, Double> scores = run(indicators, all);
            double ours = score(scores, OURS);
            out.printf(Locale.ROOT, "%-24s %,11.0f", indicators, ours);
            for (String baseline : BASELINES) {
                out.printf(Locale.ROOT, " %,11.0f (%5.1fx)", score(scores, baseline), score(scores, baseline) / ours);
            }
            out.println();
            if (all) {
                out.printf(Locale.ROOT, "%-24s %,11.0f%n", "  of a forming bar", score(scores, FORMING));
                out.printf(Locale.ROOT, "%-24s %,11.0f%n", "  state to bytes", score(scores, STATE));
            }
            out.flush();
        }
        return 0;
    }

    private List<String> measured() {
        if (!only.isBlank()) {
            return Arrays.asList(only.strip().split("\\s+", -1));
        }
        List<String> all = new ArrayList<>();
        all.add(IndicatorBenchmark.ALL);
        all.addAll(Arrays.asList(IndicatorPlan.standard().toString().split(" ", -1)));
        return all;
    }

    private static double score(Map<String, Double> scores, String method) {
        return scores.getOrDefault(method, Double.NaN);
    }

    private static Map<String, Double> run(String indicators, boolean all) throws StackException {
        List<String> methods = new ArrayList<>(BASELINES);
        methods.add(OURS);
        methods.addAll(all ? List.of(FORMING, STATE) : List.of());
        OptionsBuilder options = new OptionsBuilder();
        options.param("indicators", indicators).verbosity(VerboseMode.SILENT);
        methods.forEach(method -> options.include(IndicatorBenchmark.class.getName() + "\\." + method + "$"));
        Map<String, Double> scores = new LinkedHashMap<>();
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                scores.put(
                        result.getPrimaryResult().getLabel(),
                        result.getPrimaryResult().getScore());
            }
        } catch (RunnerException broken) {
            throw new StackException(
                    "the measurement of " + indicators + " did not run: " + broken.getMessage(), broken);
        }
        return scores;
    }
}
