package io.candlewick.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.config.KafkaConnection;
import io.candlewick.local.StackException;
import io.candlewick.streams.lag.LagHistory;
import io.candlewick.streams.lag.LagReader;
import io.candlewick.streams.lag.LagTrend;
import io.candlewick.streams.lag.PartitionLag;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how far every consumer group is behind, and whether it catches up. */
@Command(
        name = "lag",
        description =
                "Show how far each consumer group is behind, in records and in seconds, and whether it catches up; exit"
                        + " code 1 when one stalls, has stopped or went back.",
        footer = {
            "",
            "Records are offsets, transaction markers among them; seconds are the age of the oldest unread record.",
            "Trends, judged over the observations taken (three at least for WARN and STALL): OK, WARN falls behind"
                    + " while it reads, STALL reads nothing, STOP has no members, REWIND went back. Topics a group has not committed are"
                    + " not shown."
        })
final class LagCommand implements Callable<Integer> {

    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    private enum Output {
        TABLE,
        JSON
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--group", paramLabel = "TEXT", description = "Only groups whose names hold this text.")
    private @Nullable String group;

    @Option(names = "--behind", description = "Only partitions in which a record waits.")
    private boolean behindOnly;

    @Option(names = "--watch", description = "Look again and again, until Ctrl-C; lists what is behind or not OK.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "Time between observations (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--observations",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many are taken before a trend is told without --watch (default: ${DEFAULT-VALUE}).")
    private int observations = 3;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private Output output = Output.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        LagHistory history = new LagHistory();
        KafkaConnection kafka = stack.kafka();
        try (LagReader reader = new LagReader(kafka, Clock.systemUTC())) {
            List<LagHistory.Judged> judged = wanted(history.add(reader.read()));
            int taken = 1;
            while (watch
                    || (taken < observations
                            && judged.stream().anyMatch(one -> one.lag().isBehind()))) {
                if (watch) {
                    print(judged);
                }
                Thread.sleep(interval.toMillis());
                judged = wanted(history.add(reader.read()));
                taken++;
            }
            print(judged);
            return judged.stream().allMatch(one -> one.trend() == LagTrend.OK || one.trend() == LagTrend.WARN)
                    ? ExitCode.OK
                    : ExitCode.CHECK_FAILED;
        } catch (ExecutionException | KafkaException away) {
            Throwable cause = away instanceof ExecutionException && away.getCause() != null ? away.getCause() : away;
            throw new StackException(
                    "the broker at " + kafka.bootstrapServers() + " cannot be asked for consumer groups: "
                            + cause.getMessage(),
                    away);
        }
    }

    private List<LagHistory.Judged> wanted(List<LagHistory.Judged> judged) {
        return judged.stream()
                .filter(one -> group == null || one.lag().group().contains(group))
                .filter(one -> !behindOnly || one.lag().isBehind())
                .toList();
    }

    private void print(List<LagHistory.Judged> judged) throws StackException {
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            out.println(json(judged));
        } else {
            if (watch) {
                out.print(CLEAR_SCREEN);
                // A screen has no room for a hundred partitions in which nothing waits.
                printTable(judged.stream().filter(LagCommand::isTelling).toList(), out);
            } else {
                printTable(judged, out);
            }
            printSummary(judged, out);
        }
        out.flush();
    }

    private static void printTable(List<LagHistory.Judged> judged, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-34s %-20s %9s %12s %12s %10s %10s  %s%n",
                "group",
                "topic",
                "partition",
                "committed",
                "end",
                "records",
                "seconds",
                "trend");
        for (LagHistory.Judged one : judged) {
            PartitionLag lag = one.lag();
            out.printf(
                    Locale.ROOT,
                    "  %-34s %-20s %9d %12d %12d %10d %10.1f  %s%n",
                    lag.group(),
                    lag.partition().topic(),
                    lag.partition().partition(),
                    lag.committed(),
                    lag.end(),
                    lag.isBehind() ? lag.records() : 0,
                    lag.age().toMillis() / 1_000.0,
                    one.trend());
        }
    }

    private static boolean isTelling(LagHistory.Judged one) {
        return one.lag().isBehind() || one.trend() != LagTrend.OK;
    }

    private static void printSummary(List<LagHistory.Judged> judged, PrintWriter out) {
        List<PartitionLag> behind = judged.stream()
                .map(LagHistory.Judged::lag)
                .filter(PartitionLag::isBehind)
                .toList();
        String all = judged.size() == 1 ? "1 partition" : judged.size() + " partitions";
        if (behind.isEmpty()) {
            out.printf(Locale.ROOT, "%n  %s, none behind%n", all);
            return;
        }
        out.printf(
                Locale.ROOT,
                "%n  %s, %d behind: %,d records, the oldest of them %.1f s old%n",
                all,
                behind.size(),
                behind.stream().mapToLong(PartitionLag::records).sum(),
                behind.stream().mapToLong(lag -> lag.age().toMillis()).max().orElse(0) / 1_000.0);
    }

    private static String json(List<LagHistory.Judged> judged) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode rows = mapper.createArrayNode();
        for (LagHistory.Judged one : judged) {
            PartitionLag lag = one.lag();
            ObjectNode row = rows.addObject();
            row.put("group", lag.group());
            row.put("topic", lag.partition().topic());
            row.put("partition", lag.partition().partition());
            row.put("committed", lag.committed());
            row.put("end", lag.end());
            row.put("records", lag.isBehind() ? lag.records() : 0);
            row.put("seconds", lag.age().toMillis() / 1_000.0);
            row.put("members", lag.members());
            row.put("trend", one.trend().name());
        }
        return rows.toString();
    }
}
