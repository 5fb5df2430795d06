package io.candlewick.bench.sink;

import io.candlewick.bench.Progress;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the codecs of ClickHouse's columns are worth on the rows that are there. */
@Command(
        name = "codecs",
        description = "Compressed bytes a row of the bars and ticks in ClickHouse, column by column, by each codec its"
                + " type can have, and as the tables are declared.",
        footer = {
            "",
            "Load real bars first: what compresses well is a matter of the data. The tables are left as"
                    + " they are; the measurement fills a database of its own and drops it.",
            "",
            "Example: ./candlewick load EURUSD-2014-05.csv && ./candlewick bench codecs"
        })
public final class CodecsBench implements BenchSubcommand {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the running stack (default: .candlewick).")
    private Path data = StackConfig.DEFAULT_DATA_DIRECTORY;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            defaultValue = "${env:CANDLEWICK_CLICKHOUSE_URL}",
            description = "A ClickHouse elsewhere; also CANDLEWICK_CLICKHOUSE_URL.")
    private @Nullable String url;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public CodecsBench() {}

    @Override
    public Integer call() throws StackException {
        Progress progress = new Progress(spec.commandLine().getErr());
        new SinkCodecs(address(), progress).print(spec.commandLine().getOut(), json);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String address() throws StackException {
        if (url != null && !url.isBlank()) {
            return url;
        }
        Optional<StackState> running = StackState.read(data.toAbsolutePath().normalize());
        if (running.isEmpty()) {
            throw new StackException(
                    "no stack is running in " + data + ": start one with ./candlewick up or give --clickhouse-url");
        }
        return running.get()
                .addresses()
                .clickhouseUrl()
                .orElseThrow(() -> new StackException("the stack in " + data + " runs without ClickHouse"));
    }
}
