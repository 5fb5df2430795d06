package io.candlewick.cli;

import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says who wants which symbol live. */
@Command(
        name = "symbols",
        description = "Ask for symbols, take that back, or list who asked for what. Collectors follow while they run; a"
                + " symbol is fetched once however many ask, and dropped when nobody does.",
        subcommands = {SymbolsCommand.Add.class, SymbolsCommand.Remove.class, SymbolsCommand.Listing.class})
final class SymbolsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What the subcommands share. */
    @Command
    static final class Wish {

        @Option(
                names = "--consumer",
                paramLabel = "NAME",
                defaultValue = "cli",
                description = "Who asks (default: ${DEFAULT-VALUE}).")
        private String consumer = "cli";

        @Mixin
        private TenantOption tenant = new TenantOption();

        @Mixin
        private StackOptions stack = new StackOptions();

        KafkaAccess kafka() throws StackException {
            return KafkaAccess.of(stack.kafka(), new Places(stack).serdes());
        }

        Map<Symbol, Map<String, Instant>> consumers() throws StackException {
            try (Subscriptions subscriptions = new Subscriptions(kafka(), tenant.name())) {
                subscriptions.catchUp();
                return subscriptions.consumers();
            } catch (TopicException unreachable) {
                throw new StackException(String.valueOf(unreachable.getMessage()), unreachable);
            }
        }
    }

    @Command(name = "add", description = "Ask for symbols; they must be among the instruments.")
    static final class Add implements Callable<Integer> {

        @Parameters(arity = "1..*", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
        private List<Symbol> symbols = List.of();

        @Mixin
        private Wish wish = new Wish();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws StackException {
            try {
                KnownInstruments known = new KnownInstruments(wish.stack);
                for (Symbol symbol : symbols) {
                    known.require(wish.tenant.name(), symbol);
                }
                Subscriptions.add(
                        wish.kafka(),
                        wish.tenant.name(),
                        symbols,
                        wish.consumer,
                        InstantSource.system().instant());
            } catch (TopicException failed) {
                throw new StackException(String.valueOf(failed.getMessage()), failed);
            }
            spec.commandLine().getOut().println(wish.consumer + " wants " + symbols);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Take a wish back; others' wishes stay.")
    static final class Remove implements Callable<Integer> {

        @Parameters(arity = "1..*", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
        private List<Symbol> symbols = List.of();

        @Mixin
        private Wish wish = new Wish();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws StackException {
            PrintWriter out = spec.commandLine().getOut();
            try {
                Subscriptions.remove(wish.kafka(), wish.tenant.name(), symbols, wish.consumer);
                Map<Symbol, Map<String, Instant>> left = wish.consumers();
                for (Symbol symbol : symbols) {
                    Map<String, Instant> others = left.getOrDefault(symbol, Map.of());
                    out.println(symbol
                            + (others.isEmpty()
                                    ? ": nobody wants it any more"
                                    : ": still wanted by " + others.keySet()));
                }
            } catch (TopicException failed) {
                throw new StackException(String.valueOf(failed.getMessage()), failed);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Who wants what, and since when.")
    static final class Listing implements Callable<Integer> {

        @Mixin
        private Wish wish = new Wish();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws StackException {
            PrintWriter out = spec.commandLine().getOut();
            Map<Symbol, Map<String, Instant>> bySymbol = wish.consumers();
            bySymbol.forEach((symbol, consumers) -> consumers.forEach(
                    (consumer, since) -> out.printf(Locale.ROOT, "  %-12s %-20s since %s%n", symbol, consumer, since)));
            out.printf(Locale.ROOT, "%d symbols%n", bySymbol.size());
            out.flush();
            return ExitCode.OK;
        }
    }
}
