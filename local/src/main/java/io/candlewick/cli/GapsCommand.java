package io.candlewick.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapStatus;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the holes in the stored bars and what is being done about them. */
@Command(
        name = "gaps",
        description =
                "List the holes in the stored bars, open, filling, filled or unfillable, with their reasons; exit code"
                        + " 1 while one is open or cannot be filled.",
        footer = {"", "Example: ./candlewick gaps --symbol EUR/USD --status filling,filled"})
final class GapsCommand implements Callable<Integer> {

    /** How the list is printed. */
    enum Format {
        /** Aligned columns. */
        TABLE,
        /** An array of objects. */
        JSON
    }

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Only this symbol.")
    private @Nullable Symbol symbol;

    @Option(names = "--timeframe", paramLabel = "TIMEFRAME", description = "Only this timeframe.")
    private @Nullable Timeframe timeframe;

    @Option(
            names = "--status",
            split = ",",
            paramLabel = "STATUS",
            description = "open, filling, filled, unfillable or explained (default: all but explained).")
    private List<GapStatus> statuses =
            List.of(GapStatus.OPEN, GapStatus.FILLING, GapStatus.FILLED, GapStatus.UNFILLABLE);

    @Option(names = "--output", defaultValue = "TABLE", paramLabel = "FORMAT", description = "table or json.")
    private Format output = Format.TABLE;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, IOException {
        Set<GapStatus> wanted = EnumSet.copyOf(statuses);
        KafkaAccess kafka = KafkaAccess.of(stack.kafka(), new Places(stack).serdes());
        List<Gap> gaps;
        try {
            gaps = TableReader.readAll(kafka, Topics.GAPS, Gap.class).values().stream()
                    .filter(gap -> wanted.contains(gap.getStatus()))
                    .filter(gap -> symbol == null || gap.getSymbol().equals(symbol.text()))
                    .filter(gap -> timeframe == null || gap.getTimeframe().equals(timeframe.code()))
                    .sorted(Comparator.comparing(Gap::getFromTime).thenComparing(Gap::getSymbol))
                    .toList();
        } catch (TopicException away) {
            throw new StackException(String.valueOf(away.getMessage()), away);
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TABLE -> printTable(gaps, out);
            case JSON -> printJson(gaps, out);
        }
        out.flush();
        return gaps.stream().anyMatch(GapsCommand::isTrouble) ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }

    private static boolean isTrouble(Gap gap) {
        return gap.getStatus() == GapStatus.OPEN || gap.getStatus() == GapStatus.UNFILLABLE;
    }

    private static void printTable(List<Gap> gaps, PrintWriter out) {
        if (gaps.isEmpty()) {
            out.println("No gaps.");
            return;
        }
        out.printf(
                Locale.ROOT,
                "  %-10s %-10s %-4s %-24s %-24s %8s  %-13s %s%n",
                "status",
                "symbol",
                "tf",
                "from",
                "to",
                "bars",
                "reason",
                "note");
        for (Gap gap : gaps) {
            out.printf(
                    Locale.ROOT,
                    "  %-10s %-10s %-4s %-24s %-24s %8d  %-13s %s%n",
                    gap.getStatus().name().toLowerCase(Locale.ROOT),
                    gap.getSymbol(),
                    gap.getTimeframe(),
                    gap.getFromTime(),
                    gap.getToTime(),
                    gap.getMissingBars(),
                    gap.getReason().name().toLowerCase(Locale.ROOT),
                    gap.getNote() == null ? "" : gap.getNote());
        }
    }

    private static void printJson(List<Gap> gaps, PrintWriter out) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new ObjectMapper().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartArray();
            for (Gap gap : gaps) {
                json.writeStartObject();
                json.writeStringField("tenant", gap.getTenant());
                json.writeStringField("symbol", gap.getSymbol());
                json.writeStringField("timeframe", gap.getTimeframe());
                json.writeStringField("from_time", gap.getFromTime().toString());
                json.writeStringField("to_time", gap.getToTime().toString());
                json.writeNumberField("missing_bars", gap.getMissingBars());
                json.writeStringField("reason", gap.getReason().name());
                json.writeStringField("status", gap.getStatus().name());
                json.writeStringField("detected_time", gap.getDetectedTime().toString());
                json.writeStringField("note", gap.getNote());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        out.println(text);
    }
}
