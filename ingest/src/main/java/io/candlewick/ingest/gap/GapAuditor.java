package io.candlewick.ingest.gap;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.FeedState;
import io.candlewick.avro.Gap;
import io.candlewick.avro.Lane;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.BackfillView;
import io.candlewick.ingest.download.CachedInstruments;
import io.candlewick.ingest.download.Ledger;
import io.candlewick.ingest.download.LedgerTopic;
import io.candlewick.ingest.download.SpanSet;
import io.candlewick.ingest.download.SubscribedSymbols;
import io.candlewick.ingest.download.SubscribedSymbols.Owned;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.schedule.PeriodicTask;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for holes in the stored bars of every subscribed symbol: every so often, and soon after an outage of a feed has ended.
 *
 * <p>Holes that can be filled become requests for history, all become records on {@code gaps}. <b>Thread</b>: its own. <b>Errors</b>: a broker
 * or a table that is away is logged, and the audit is tried again. <b>Cost</b>: for a symbol and timeframe one reading of its rows within the
 * look-back.
 */
public final class GapAuditor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GapAuditor.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<BackfillStatus> ON_ITS_WAY =
            EnumSet.of(BackfillStatus.REQUESTED, BackfillStatus.DOWNLOADED, BackfillStatus.PUBLISHED);

    private final GapConfig config;
    private final Collection<BarVendor> vendors;
    private final BarTable table;
    private final InstantSource clock;
    private final CachedInstruments instruments;
    private final LedgerTopic ledger;
    private final TableReader<FeedState> feeds;
    private final TableReader<Gap> gapTopic;
    private final SubscribedSymbols subscriptions;
    private final RecordWriter<Gap> gaps;
    private final RecordWriter<BackfillRequest> requests;
    private final FeedOutages outages = new FeedOutages();
    private final PeriodicTask task = new PeriodicTask("gap-auditor", PAUSE, this::round, this::waits);
    private Instant next = Instant.MIN;
    private volatile Result last = new Result(0, 0, 0);

    /**
     * What one audit found.
     *
     * @param series how many series were looked at
     * @param holes how many holes are not explained
     * @param asked how many were asked for
     */
    public record Result(int series, int holes, int asked) {}

    /**
     * Opens clients; nothing is read yet.
     *
     * @param kafka how the brokers are reached
     * @param config how holes are looked for
     * @param vendors tell how far back can be answered
     * @param table the stored bars
     * @param clock the time
     */
    public GapAuditor(
            KafkaAccess kafka, GapConfig config, Collection<BarVendor> vendors, BarTable table, InstantSource clock) {
        this.config = config;
        this.vendors = List.copyOf(vendors);
        this.table = table;
        this.clock = clock;
        this.instruments = new CachedInstruments(kafka, clock);
        this.ledger = new LedgerTopic(kafka);
        this.feeds = new TableReader<>(kafka, Topics.FEEDS, FeedState.class);
        this.gapTopic = new TableReader<>(kafka, Topics.GAPS, Gap.class);
        this.subscriptions = new SubscribedSymbols(kafka);
        this.gaps = new RecordWriter<>(kafka, Topics.GAPS, Gap.class);
        this.requests = new RecordWriter<>(kafka, Topics.BACKFILL_REQUESTS, BackfillRequest.class);
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void round() throws IOException, InterruptedException {
        catchUp();
        if (!clock.instant().isBefore(next)) {
            next = clock.instant().plus(config.every());
            audit();
        }
    }

    private void waits(Exception away) {
        LOG.warn("The audit of holes waits: {}", away.getMessage());
        next = clock.instant().plus(Duration.ofSeconds(10));
    }

    private void catchUp() {
        feeds.catchUp((key, state) -> {
            if (state != null) {
                outages.feed(state);
            }
        });
        gapTopic.catchUp(outages::gap);
        if (outages.takeOutageEnded()) {
            Instant soon = clock.instant().plus(config.settle());
            next = soon.isBefore(next) ? soon : next;
        }
    }

    /**
     * Looks for holes once.
     *
     * @return what was found
     * @throws IOException if the table cannot be read
     * @throws InterruptedException if the thread is to end
     */
    public Result audit() throws IOException, InterruptedException {
        catchUp();
        ledger.catchUp();
        Set<Owned> symbols = subscriptions.now();
        int series = 0;
        int holes = 0;
        int asked = 0;
        for (Owned owned : symbols) {
            SpanSet finer = new SpanSet();
            for (Timeframe timeframe : config.timeframes()) {
                List<SeriesAudit.Hole> found = audit(owned, timeframe, finer);
                SeriesAudit.spans(found).spans().forEach(span -> finer.add(span.startUs(), span.endUs()));
                series++;
                holes += found.size();
                asked += (int)
                        found.stream().filter(hole -> hole.ask().isPresent()).count();
            }
        }
        requests.flush();
        gaps.flush();
        LOG.info("Looked at {} series: {} holes, {} asked for", series, holes, asked);
        Result result = new Result(series, holes, asked);
        last = result;
        return result;
    }

    /**
     * What the last audit found.
     *
     * @return nothing before the first
     */
    public Result last() {
        return last;
    }

    private List<SeriesAudit.Hole> audit(Owned owned, Timeframe timeframe, SpanSet finer)
            throws IOException, InterruptedException {
        Instrument instrument;
        try {
            instrument = instruments.find(owned.tenant(), owned.symbol());
        } catch (InstrumentException unknown) {
            LOG.warn("Not audited: {}", unknown.getMessage());
            return List.of();
        }
        Instant now = clock.instant();
        long toUs = Times.us(now.minus(config.settle()));
        long fromUs = Times.us(now.minus(config.lookBack()));
        TimeSpan audited = new TimeSpan(fromUs, toUs);
        SeriesAudit.Series looked = series(owned, instrument, timeframe, audited, finer);
        List<SeriesAudit.Hole> holes = SeriesAudit.holes(looked);
        GapBook.Series series = new GapBook.Series(owned.tenant(), owned.symbol(), timeframe);
        Map<String, Gap> known = outages.gaps(owned.tenant(), owned.symbol().text(), timeframe.code());
        for (SeriesAudit.Hole hole : holes) {
            hole.ask().ifPresent(lane -> {
                BackfillRequest request = request(series, askedIn(instrument, timeframe), hole, lane, now);
                requests.send(owned.symbol(), BackfillView.key(request), request);
            });
        }
        GapBook.changes(series, looked, known, holes, now).forEach((key, gap) -> gaps.send(owned.symbol(), key, gap));
        return holes;
    }

    private SeriesAudit.Series series(
            Owned owned, Instrument instrument, Timeframe timeframe, TimeSpan audited, SpanSet finer)
            throws IOException, InterruptedException {
        Ledger known = ledger.ledger();
        Timeframe asked = askedIn(instrument, timeframe);
        return new SeriesAudit.Series(
                instrument.calendar(),
                timeframe,
                audited.startUs(),
                audited.endUs(),
                answerableUs(instrument, asked),
                stored(new BarTable.Span(
                        owned.tenant(), owned.symbol(), timeframe, audited.startUs(), audited.endUs())),
                outages.quiet(owned.tenant(), owned.symbol().text()),
                known.spans(owned.tenant(), owned.symbol(), asked, EnumSet.of(BackfillStatus.VERIFIED)),
                outages.down(owned.tenant(), owned.symbol().text(), audited.endUs()),
                known.spans(owned.tenant(), owned.symbol(), asked, ON_ITS_WAY),
                failed(known.of(owned.tenant(), owned.symbol(), asked)),
                finer);
    }

    private long[] stored(BarTable.Span span) throws IOException, InterruptedException {
        LongStream.Builder starts = LongStream.builder();
        table.read(span, (startUs, open, high, low, close, volume, version) -> {
            // Rank 1 is incomplete: a feed was down, or joined late.
            if (version >> Integer.SIZE > 1) {
                starts.add(startUs);
            }
        });
        return starts.build().toArray();
    }

    private SpanSet failed(List<BackfillRange> ranges) {
        Instant recent = clock.instant().minus(config.retry());
        SpanSet failed = new SpanSet();
        ranges.stream()
                .filter(range -> range.getStatus() == BackfillStatus.FAILED
                        && range.getUpdatedTime().isAfter(recent))
                .forEach(range -> failed.add(Times.us(range.getFromTime()), Times.us(range.getToTime())));
        return failed;
    }

    /* Bars that no source makes are merged here of finer ones, which are asked for instead. */
    private Timeframe askedIn(Instrument instrument, Timeframe timeframe) {
        return Timeframe.STANDARD.stream()
                .filter(finer -> timeframe.equals(finer) || timeframe.isMultipleOf(finer))
                .filter(finer -> vendors.stream()
                        .anyMatch(vendor -> vendor.refusal(instrument, finer).isEmpty()))
                .max(Comparator.naturalOrder())
                .orElse(timeframe);
    }

    /* No source: nothing can be answered at all. */
    private long answerableUs(Instrument instrument, Timeframe timeframe) {
        Optional<Duration> furthest = vendors.stream()
                .filter(vendor -> vendor.refusal(instrument, timeframe).isEmpty())
                .map(vendor -> vendor.reach(timeframe))
                .max(Duration::compareTo);
        return furthest.map(reach -> Times.us(clock.instant().minus(reach))).orElse(Long.MAX_VALUE);
    }

    private static BackfillRequest request(
            GapBook.Series series, Timeframe asked, SeriesAudit.Hole hole, Lane lane, Instant now) {
        BarKey first = new BarKey(series.tenant(), series.symbol(), asked, hole.fromUs());
        return BackfillRequests.of(first, hole.toUs(), BackfillCause.GAP, now)
                .setRequestId("gap-" + UUID.randomUUID())
                .setLane(lane)
                .build();
    }

    @Override
    public void close() {
        task.close();
        requests.close();
        gaps.close();
        subscriptions.close();
        gapTopic.close();
        feeds.close();
        ledger.close();
    }
}
