package io.candlewick.cli;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.BackfillView;
import io.candlewick.ingest.download.LedgerTopic;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.config.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for bars of the past and waits until they are in the tables. */
@Command(
        name = "backfill",
        description =
                "Download a vendor's bars of a span, and wait until ClickHouse holds every one of them; exit code 1"
                        + " when a part failed.",
        footer = {
            "",
            "Where a downloader runs (./candlewick ingest), it does the work; elsewhere this command does, with the"
                    + " vendors that CANDLEWICK_POLYGON_KEY, CANDLEWICK_ALPACA_KEY or CANDLEWICK_DOWNLOAD_SOURCES=yahoo name.",
            "It may be stopped at any time: the same command goes on where it was, without what is verified.",
            "Example: ./candlewick backfill EUR/USD 1m --from 2024-01-01 --to 2024-07-01"
        })
final class BackfillCommand implements Callable<Integer> {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Duration LONGEST_PLANNING = Duration.ofMinutes(1);

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
    private Symbol symbol = Symbol.EVERY;

    @Parameters(index = "1", paramLabel = "TIMEFRAME", description = "1m 5m 15m 30m 1h 4h 1d or 1w")
    private Timeframe timeframe = Timeframe.M1;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Start of the span: ISO-8601 or a date.")
    private Instant from = Instant.EPOCH;

    @Option(names = "--to", paramLabel = "TIME", description = "End of the span, exclusive (default: now).")
    private @Nullable Instant to;

    @Option(names = "--again", description = "Also what is verified already.")
    private boolean again;

    @Option(names = "--no-wait", description = "Only ask; ./candlewick ingest does the work.")
    private boolean noWait;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "live or history (default: live for up to six hours, else history).")
    private @Nullable Lane lane;

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        InstantSource clock = InstantSource.system();
        Instant until = to == null ? clock.instant() : to;
        if (!from.isBefore(until)) {
            throw new ParameterException(spec.commandLine(), "--from=" + from + " must be before --to=" + until);
        }
        Instrument instrument = new KnownInstruments(stack).require(tenant.name(), symbol);
        KafkaAccess kafka = KafkaAccess.of(stack.kafka(), new Places(stack).serdes());
        BackfillRequest request = request(until, clock.instant());
        try (LedgerTopic ledger = new LedgerTopic(kafka)) {
            ledger.catchUp();
            BackfillView view = new BackfillView(request, instrument.calendar(), again);
            if (view.of(ledger.ledger()).isDone()) {
                spec.commandLine().getOut().println("All of it is verified already; --again downloads it once more.");
                return ExitCode.OK;
            }
            return run(kafka, ledger, view, request, clock);
        } catch (TopicException away) {
            throw new StackException(String.valueOf(away.getMessage()), away);
        }
    }

    private int run(
            KafkaAccess kafka, LedgerTopic ledger, BackfillView view, BackfillRequest request, InstantSource clock)
            throws StackException, PlaceException {
        try (OwnDownloader own = new OwnDownloader(stack, kafka, clock)) {
            if (noWait) {
                ask(kafka, request);
                spec.commandLine()
                        .getOut()
                        .println("Asked for, request " + request.getRequestId()
                                + (own.isSomeoneElseThere()
                                        ? ""
                                        : "; nobody downloads now: start ./candlewick ingest"));
                return ExitCode.OK;
            }
            own.startIfNobodyElseDoes();
            ask(kafka, request);
            return new BackfillProgress(spec.commandLine().getOut(), view, own).await(ledger);
        }
    }

    private static void ask(KafkaAccess kafka, BackfillRequest request) {
        try (RecordWriter<BackfillRequest> requests =
                new RecordWriter<>(kafka, Topics.BACKFILL_REQUESTS, BackfillRequest.class)) {
            requests.send(Symbol.of(request.getSymbol()), BackfillView.key(request), request);
            requests.flush();
        }
    }

    private BackfillRequest request(Instant until, Instant now) {
        BackfillRequest.Builder request = BackfillRequests.of(
                        new BarKey(tenant.name(), symbol, timeframe, Times.us(from)),
                        Times.us(until),
                        BackfillCause.USER,
                        now)
                .setRequestId("backfill-" + UUID.randomUUID())
                .setAgain(again);
        if (lane != null) {
            request.setLane(lane == Lane.LIVE ? io.candlewick.avro.Lane.LIVE : io.candlewick.avro.Lane.HISTORY);
        }
        return request.build();
    }

    static void pause() {
        LockSupport.parkNanos(POLL_NANOS);
    }

    static Duration longestPlanning() {
        return LONGEST_PLANNING;
    }
}
