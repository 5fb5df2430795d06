package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.Admission;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.timing.BarWatch;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes bars of ticks: folds each that passes the {@link QualityGate} into the open bars of its symbol, and says those that a tick or a
 * heartbeat closes.
 */
final class BarBuilder implements Processor<byte[], Tick, String, Object> {

    private final BarBuilding config;
    private final Runs runs;
    private ProcessorContext<String, Object> context;
    private QualityGate gate;
    private RejectedTicks rejectedTicks;
    private TickCounts counts;
    private SymbolSessions sessions;
    private FeedSpeech speech;
    private BarWatch.OfTask watch;
    private PromptCommits commits;

    BarBuilder(BarBuilding config) {
        this.config = config;
        this.runs = new Runs(config.startsAnew());
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        context = processorContext;
        gate = new QualityGate(
                new TickChecks(config.bounds().future(), config.bounds().checksStaleness()),
                processorContext.getStateStore(StoreNames.PRICE_REFERENCES));
        rejectedTicks = new RejectedTicks(processorContext, config.children().rejected());
        watch = config.watch().ofTask(processorContext.taskId().toString());
        counts = new TickCounts(
                processorContext.metrics(), processorContext.taskId().toString());
        commits = new PromptCommits(processorContext);
        sessions = new SymbolSessions(config, processorContext, new SaidBars(processorContext, config, watch, commits));
        speech = new FeedSpeech(sessions, config.startsAnew());
        watchTheClock();
    }

    private void watchTheClock() {
        WallClockRules rules = config.wallClock();
        if (rules.formingPerSecond() > 0) {
            FormingClock forming = new FormingClock(sessions, rules.formingPerSecond());
            context.schedule(forming.interval(), PunctuationType.WALL_CLOCK_TIME, forming::tick);
        }
        if (config.source() == BarSource.LIVE) {
            context.schedule(PromptCommits.LEAST, PunctuationType.WALL_CLOCK_TIME, commits::look);
            OverdueBars overdue = new OverdueBars(sessions, watch);
            context.schedule(overdue.interval(), PunctuationType.WALL_CLOCK_TIME, overdue::look);
        }
        if (!rules.feedTimeout().isZero()) {
            SilentFeeds silentFeeds = new SilentFeeds(context, sessions, config);
            context.schedule(silentFeeds.interval(), PunctuationType.WALL_CLOCK_TIME, silentFeeds::check);
        }
    }

    @Override
    public void process(Record<byte[], Tick> record) {
        watch.reads(record.timestamp());
        read(record);
        if (config.source() == BarSource.LIVE) {
            commits.processed(record.timestamp());
        }
    }

    private void read(Record<byte[], Tick> record) {
        Tick tick = record.value();
        if (tick == null) {
            reject(record, new TickChecks.Fault(RejectReason.NO_TICK, "the record has no value"));
            return;
        }
        String run = runs.of(record);
        if (tick.kind() == TickKind.HEARTBEAT) {
            hear(record, run);
            return;
        }
        SymbolSession session = sessions.of(tick, run);
        TickChecks.Fault fault = gate.faultOf(tick, session == null ? null : session.instrument());
        if (fault == null && session != null) {
            fold(record, session);
        } else {
            reject(record, fault);
        }
    }

    private void hear(Record<byte[], Tick> record, String run) {
        Tick heartbeat = record.value();
        boolean ofEvery = heartbeat.symbol().equals(Symbol.EVERY);
        SymbolSession session = ofEvery ? null : sessions.of(heartbeat, run);
        TickChecks.Fault fault =
                ofEvery || session != null ? gate.faultOfHeartbeat(heartbeat) : QualityGate.unknown(heartbeat);
        if (fault != null) {
            reject(record, fault);
        } else if (heartbeat.feedStatus() == FeedStatus.ALIVE) {
            speech.alive(heartbeat, run);
        } else if (session != null) {
            speech.mark(record, session);
        } else {
            reject(record, QualityGate.unknown(heartbeat));
        }
    }

    private void fold(Record<byte[], Tick> record, SymbolSession session) {
        Tick tick = record.value();
        if (TickChecks.isCrossed(tick)) {
            rejectedTicks.countCrossed(tick);
        }
        SymbolState state = sessions.stateOf(session);
        Admission admission = state.add(tick, offset(), session.around());
        session.put(state);
        if (admission != Admission.ADDED) {
            note(record, admission, session);
        }
    }

    private void note(Record<byte[], Tick> record, Admission admission, SymbolSession session) {
        Tick tick = record.value();
        if (admission == Admission.UNIDENTIFIED) {
            reject(
                    record,
                    new TickChecks.Fault(
                            RejectReason.NO_TRADE_ID,
                            "symbol=" + session.key().series().text() + " action=" + tick.action()));
        } else if (admission == Admission.TOO_LATE) {
            reject(
                    record,
                    new TickChecks.Fault(
                            RejectReason.TOO_LATE,
                            "symbol=" + session.key().series().text() + " event_time=" + tick.eventTimeUs()
                                    + " is beyond the lateness horizon of "
                                    + session.instrument().latenessHorizon()));
        } else {
            counts.countNoted(admission, tick.symbol().text());
        }
    }

    private void reject(Record<byte[], Tick> record, TickChecks.@Nullable Fault fault) {
        if (fault != null) {
            rejectedTicks.reject(record, fault.reason(), fault.detail());
        }
    }

    @Override
    public void close() {
        counts.close();
        rejectedTicks.close();
        watch.close();
    }

    private long offset() {
        return context.recordMetadata().map(RecordMetadata::offset).orElse(0L);
    }
}
