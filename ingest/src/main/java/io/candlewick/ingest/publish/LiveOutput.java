package io.candlewick.ingest.publish;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Lane;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.feed.FeedOutput;
import io.candlewick.ingest.publish.OutgoingRecord.Kind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes a live feed's records: ticks and marks to {@code ticks.live}, what could not be read to {@code ingest.dlq}, states to {@code
 * feeds}, requests to {@code backfill.requests}. <b>Thread</b>: any, one at a time.
 */
public final class LiveOutput implements FeedOutput {

    private final SpoolingSender sender;
    private final String instance;
    private final int partitions;
    private final Serializer<Tick> ticks;
    private final Serializer<FeedState> states;
    private final Serializer<BackfillRequest> requests;

    /**
     * An output.
     *
     * @param sender takes the records
     * @param serdes how values are written
     * @param instance the process, which follows its records in a header
     * @param partitions of the market-data topics
     */
    public LiveOutput(SpoolingSender sender, RecordSerdes serdes, String instance, int partitions) {
        this.sender = sender;
        this.instance = instance;
        this.partitions = partitions;
        this.ticks = serdes.tick().serializer();
        this.states = serdes.record(FeedState.class).serializer();
        this.requests = serdes.record(BackfillRequest.class).serializer();
    }

    /**
     * Writes nothing, but asks the registry for every schema, so that a registry that is away is noticed at the start.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if it does not answer, or refuses a schema
     */
    public synchronized void prepare() {
        Tick.Origin origin = new Tick.Origin("system", "none", 0);
        byte[] unusedTick =
                ticks.serialize(Topics.TICKS_LIVE.name(), Tick.heartbeat(origin, Symbol.EVERY, 0, FeedStatus.ALIVE));
        byte[] unusedState = states.serialize(
                Topics.FEEDS.name(),
                FeedState.newBuilder()
                        .setFeed("none")
                        .setInstance("none")
                        .setStatus(FeedHealth.STARTED)
                        .setEventTime(Times.instant(0))
                        .build());
        byte[] unusedRequest = requests.serialize(
                Topics.BACKFILL_REQUESTS.name(),
                BackfillRequest.newBuilder()
                        .setRequestId("none")
                        .setSymbol("none")
                        .setTimeframe("1m")
                        .setFromTime(Times.instant(0))
                        .setToTime(Times.instant(0))
                        .setCause(BackfillCause.RECONNECT)
                        .setLane(Lane.LIVE)
                        .setRequestedTime(Times.instant(0))
                        .build());
    }

    @Override
    public synchronized boolean publish(Tick tick) {
        return sender.keep(
                new OutgoingRecord(
                        Kind.TICK,
                        Topics.TICKS_LIVE.name(),
                        SymbolPartitioner.partition(tick.symbol(), partitions),
                        utf8(tick.symbol().text()),
                        ticks.serialize(Topics.TICKS_LIVE.name(), tick),
                        lineage(tick.feed(), tick.ingestTimeUs())),
                false);
    }

    @Override
    public synchronized void mark(Tick mark) {
        boolean forAll = mark.symbol().equals(Symbol.EVERY);
        int first = forAll ? 0 : SymbolPartitioner.partition(mark.symbol(), partitions);
        int last = forAll ? partitions - 1 : first;
        byte[] value = ticks.serialize(Topics.TICKS_LIVE.name(), mark);
        for (int partition = first; partition <= last; partition++) {
            sender.keep(
                    new OutgoingRecord(
                            Kind.MARK,
                            Topics.TICKS_LIVE.name(),
                            partition,
                            utf8(mark.symbol().text()),
                            value,
                            lineage(mark.feed(), mark.ingestTimeUs())),
                    true);
        }
    }

    @Override
    public synchronized void deadLetter(DeadLetter letter) {
        List<Header> headers = new java.util.ArrayList<>(lineage(letter.feed(), letter.ingestTimeUs()));
        headers.add(header(Headers.REJECT_REASON, letter.cause().code()));
        headers.add(header(Headers.REJECT_DETAIL, letter.detail()));
        sender.keep(
                new OutgoingRecord(
                        Kind.LETTER,
                        Topics.INGEST_DLQ.name(),
                        OutgoingRecord.BY_KEY,
                        utf8(letter.feed()),
                        utf8(letter.element()),
                        headers),
                false);
    }

    @Override
    public synchronized void state(FeedState state) {
        sender.keep(
                new OutgoingRecord(
                        Kind.STATE,
                        Topics.FEEDS.name(),
                        OutgoingRecord.BY_KEY,
                        utf8(state.getFeed()),
                        states.serialize(Topics.FEEDS.name(), state),
                        List.of()),
                true);
    }

    @Override
    public synchronized void request(BackfillRequest request) {
        String key = request.getTenant() + "|" + request.getSymbol() + "|" + request.getTimeframe() + "|"
                + Times.text(Times.us(request.getFromTime()));
        sender.keep(
                new OutgoingRecord(
                        Kind.REQUEST,
                        Topics.BACKFILL_REQUESTS.name(),
                        SymbolPartitioner.partition(Symbol.of(request.getSymbol()), partitions),
                        utf8(key),
                        requests.serialize(Topics.BACKFILL_REQUESTS.name(), request),
                        List.of(header(Headers.CORRELATION_ID, request.getRequestId()))),
                true);
    }

    private List<Header> lineage(String feed, long ingestTimeUs) {
        return List.of(
                header(Headers.CORRELATION_ID, instance),
                header(Headers.FEED, feed),
                header(Headers.INGEST_TIME, Long.toString(ingestTimeUs)));
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
