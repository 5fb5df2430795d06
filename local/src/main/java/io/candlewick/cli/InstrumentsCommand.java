package io.candlewick.cli;

import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.local.StackException;
import io.candlewick.market.Instrument;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the instruments of a tenant, or publishes those of files. */
@Command(
        name = "instruments",
        description =
                "List the instruments that there are, or publish those of CSV files: new ones are added, those there are changed.",
        footer = {
            "",
            "Columns: symbol, asset_class, price_basis, pip_size, price_scale, size_scale, calendar, grace, lateness_horizon,"
                    + " sources, and the rules that docs/data-model.md names; what may be left empty has a default.",
            "",
            "Example: ./candlewick instruments my-instruments.csv"
        })
final class InstrumentsCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to publish; none: list.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException {
        // All files first: a fault in the last one should not leave half of them published.
        List<Instrument> given = new ArrayList<>();
        files.forEach(file -> given.addAll(Instruments.read(file, tenant.name())));
        try {
            InstrumentTopic topic =
                    new InstrumentTopic(stack.bootstrapServers(), new Places(stack).serdes(), stack.clientSettings());
            if (files.isEmpty()) {
                list(topic.read(LIMIT).all());
            } else {
                topic.publish(given);
                say(counted(given.size()) + " published");
            }
            return ExitCode.OK;
        } catch (InstrumentException failed) {
            throw new StackException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private void list(List<Instrument> all) {
        List<Instrument> own = all.stream()
                .filter(instrument -> instrument.tenant().equals(tenant.name()))
                .sorted(Comparator.comparing(instrument -> instrument.symbol().text()))
                .toList();
        for (Instrument instrument : own) {
            say(String.format(
                    Locale.ROOT,
                    "  %-12s %-8s %-6s %s",
                    instrument.symbol(),
                    instrument.assetClass(),
                    instrument.priceBasis(),
                    instrument.sources()));
        }
        say(counted(own.size()));
    }

    private String counted(int instruments) {
        return instruments + (instruments == 1 ? " instrument" : " instruments") + " of tenant " + tenant.name();
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
