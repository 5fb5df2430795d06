package io.candlewick.streams.processor;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.Admission;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.SymbolSurroundings;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.store.SessionKey;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes bars of ticks: folds each into the open bars of its symbol, and says those that a tick or a heartbeat closes. */
final class BarBuilder implements Processor<String, Tick, String, Object> {

    private final BarBuilding config;
    private final Runs runs;
    private ProcessorContext<String, Object> context;
    private RejectedTicks rejectedTicks;
    private TickCounts counts;
    private SymbolSessions sessions;
    private FeedSpeech speech;

    BarBuilder(BarBuilding config) {
        this.config = config;
        this.runs = new Runs(config.startsAnew());
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        context = processorContext;
        rejectedTicks = new RejectedTicks(processorContext, config.children().rejected());
        counts = new TickCounts(
                processorContext.metrics(), processorContext.taskId().toString());
        sessions = new SymbolSessions(config, processorContext, new SaidBars(processorContext, config));
        speech = new FeedSpeech(sessions, config.startsAnew());
        watchTheClock();
    }

    private void watchTheClock() {
        WallClockRules rules = config.wallClock();
        if (rules.formingPerSecond() > 0) {
            FormingClock forming = new FormingClock(sessions, rules.formingPerSecond());
            context.schedule(forming.interval(), PunctuationType.WALL_CLOCK_TIME, forming::tick);
        }
        if (!rules.feedTimeout().isZero()) {
            SilentFeeds silentFeeds = new SilentFeeds(context, sessions, config);
            context.schedule(silentFeeds.interval(), PunctuationType.WALL_CLOCK_TIME, silentFeeds::check);
        }
    }

    @Override
    public void process(Record<String, Tick> record) {
        Tick tick = record.value();
        String run = runs.of(record);
        if (tick.kind() == TickKind.HEARTBEAT && tick.feedStatus() == FeedStatus.ALIVE) {
            speech.alive(tick, run);
            return;
        }
        SessionKey key = new SessionKey(tick.tenant(), tick.symbol(), run);
        SymbolSurroundings around = sessions.around(key);
        if (around == null) {
            rejectedTicks.reject(
                    record,
                    RejectReason.UNKNOWN_SYMBOL,
                    "symbol=" + key.series().text());
        } else if (tick.kind() == TickKind.HEARTBEAT) {
            speech.mark(record, key, around);
        } else {
            fold(record, key, around);
        }
    }

    private void fold(Record<String, Tick> record, SessionKey key, SymbolSurroundings around) {
        SymbolState state = sessions.findOrMake(key);
        Admission admission = state.add(record.value(), offset(), around);
        sessions.put(key, state);
        if (admission == Admission.ADDED) {
            return;
        }
        if (admission == Admission.UNIDENTIFIED) {
            rejectedTicks.reject(
                    record,
                    RejectReason.NO_TRADE_ID,
                    "symbol=" + key.series().text() + " action="
                            + record.value().action());
        } else if (admission == Admission.TOO_LATE) {
            rejectedTicks.reject(
                    record,
                    RejectReason.TOO_LATE,
                    "symbol=" + key.series().text() + " event_time="
                            + record.value().eventTimeUs() + " is beyond the lateness horizon of "
                            + around.instrument().latenessHorizon());
        } else {
            counts.countNoted(admission, record.value().symbol().text());
        }
    }

    @Override
    public void close() {
        counts.close();
        rejectedTicks.close();
    }

    private long offset() {
        return context.recordMetadata().map(RecordMetadata::offset).orElse(0L);
    }
}
