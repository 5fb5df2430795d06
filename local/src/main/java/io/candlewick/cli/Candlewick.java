package io.candlewick.cli;

import io.candlewick.ingest.instrument.InstrumentException;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's root: it names the commands and turns what they throw into one line and an exit code. */
@Command(
        name = "candlewick",
        description = "Market ticks in, bars and indicators out, on Kafka Streams.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Built when they are asked for: chaos and soak try the product under faults and for long; see their --help."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:a check failed", "2:wrong usage", "3:something cannot be reached or started"
        })
public final class Candlewick implements Runnable {
    /** Every command, in the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ReplayCommand.class,
            LoadCommand.class,
            BarsCommand.class,
            IndicatorsCommand.class,
            VerifyCommand.class,
            TraceCommand.class,
            TopicsCommand.class,
            LagCommand.class,
            TopCommand.class,
            DoctorCommand.class,
            ConnectorsCommand.class,
            SimulateCommand.class,
            IngestCommand.class,
            InstrumentsCommand.class,
            SymbolsCommand.class,
            ServicesCommand.class,
            BackfillCommand.class,
            GapsCommand.class,
            MigrateCommand.class,
            SetupCommand.class);

    private static final String OURS = "io.candlewick.";
    /** Read by logback.xml, which the first class that logs loads: after the options were read. */
    private static final String CONSOLE_LEVEL = "candlewick.console.level";

    private static final String LOUD = "INFO";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Candlewick() {}

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and the programs' own logging on standard error.")
    void setDebug(boolean debug) {
        System.setProperty(CONSOLE_LEVEL, debug ? LOUD : "OFF");
    }

    /** Whether {@code --debug} was given. */
    static boolean debug() {
        return LOUD.equals(System.getProperty(CONSOLE_LEVEL));
    }

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        System.setProperty(CONSOLE_LEVEL, "OFF");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Candlewick());
        COMMANDS.forEach(line::addSubcommand);
        line.addSubcommand(BenchCommand.withMeasurements());
        ServiceLoader.load(ModuleCommand.class).forEach(line::addSubcommand);
        Converters.register(line);
        line.addSubcommand(new HelpCommand());
        line.setExecutionExceptionHandler(Candlewick::report);
        line.setParameterExceptionHandler(Candlewick::reportUsage);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static int reportUsage(ParameterException fault, String[] arguments) {
        CommandLine line = fault.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("candlewick: " + fault.getMessage() + "; see "
                + line.getCommandSpec().qualifiedName() + " --help");
        UnmatchedArgumentException.printSuggestions(fault, err);
        err.flush();
        return ExitCode.USAGE;
    }

    private static int report(Exception fault, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        // What we throw ourselves says in words what is wrong; of others' errors the class is needed too.
        boolean isOurs =
                fault.getMessage() != null && fault.getClass().getName().startsWith(OURS);
        err.println("candlewick: " + (isOurs ? fault.getMessage() : fault.toString()));
        if (debug()) {
            fault.printStackTrace(err);
        } else if (!isOurs) {
            err.println("candlewick: run it again with --debug for the stack trace");
        }
        err.flush();
        // A symbol nobody knows, a file of instruments with faults: what was given is wrong, not what it was given to.
        return fault instanceof InstrumentException ? ExitCode.USAGE : ExitCode.UNREACHABLE;
    }

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
