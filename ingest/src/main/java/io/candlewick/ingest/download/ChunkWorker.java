package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublishException;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.replay.CoveredRuns;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads a chunk and publishes its bars.
 *
 * <p>The first vendor that has the instrument, makes that timeframe and reaches back far enough is asked; another is asked only where that
 * one refuses. <b>Thread</b>: one worker a thread. <b>Cost</b>: a chunk's bars are in memory until they are published.
 */
final class ChunkWorker implements AutoCloseable {

    private static final Duration AWAY_PAUSE = Duration.ofMinutes(1);

    private final Parts parts;
    private final Map<Lane, KafkaBarPublisher> publishers = new EnumMap<>(Lane.class);

    /**
     * What all workers share.
     *
     * @param kafka how the brokers are reached
     * @param instruments knows every instrument
     * @param vendors in the order they are asked
     * @param gate holds history back
     * @param letters takes rows that are no bars
     * @param config how long a source may be quiet
     * @param clock the time
     * @param steps is told that a chunk was downloaded
     */
    record Parts(
            KafkaAccess kafka,
            InstrumentLookup instruments,
            List<BarVendor> vendors,
            LagGate gate,
            DeadLetters letters,
            DownloadConfig config,
            InstantSource clock,
            Steps steps) {}

    /** Finds an instrument. */
    interface InstrumentLookup {

        /**
         * Finds one.
         *
         * @throws InstrumentException if it is not known
         */
        Instrument find(String tenant, Symbol symbol);
    }

    /** Is told of steps. */
    interface Steps {
        void done(Chunk chunk, BackfillStatus status, long bars, long checksum, String vendor);
    }

    ChunkWorker(Parts parts) {
        this.parts = parts;
    }

    ChunkResult work(Chunk chunk) throws InterruptedException {
        Instrument instrument;
        try {
            instrument = parts.instruments.find(chunk.tenant(), chunk.symbol());
        } catch (InstrumentException unknown) {
            return new ChunkResult.Failed(String.valueOf(unknown.getMessage()));
        }
        SeriesRange range = new SeriesRange(instrument, chunk.timeframe(), chunk.fromUs(), chunk.toUs());
        List<String> refusals = new ArrayList<>();
        for (BarVendor vendor : parts.vendors) {
            Optional<String> refusal = refusal(vendor, range);
            if (refusal.isPresent()) {
                refusals.add(refusal.get());
                continue;
            }
            try {
                return ask(vendor, chunk, range);
            } catch (VendorException failed) {
                switch (failed.kind()) {
                    case AWAY -> {
                        return new ChunkResult.Later(String.valueOf(failed.getMessage()), AWAY_PAUSE, true);
                    }
                    case TOO_EARLY -> {
                        return new ChunkResult.Later(String.valueOf(failed.getMessage()), AWAY_PAUSE, false);
                    }
                    case REFUSED, BROKEN -> refusals.add(String.valueOf(failed.getMessage()));
                }
            }
        }
        return new ChunkResult.Failed(
                refusals.isEmpty()
                        ? "no vendor is configured: set CANDLEWICK_POLYGON_KEY, CANDLEWICK_ALPACA_KEY or"
                                + " CANDLEWICK_DOWNLOAD_SOURCES=yahoo"
                        : String.join("; ", refusals));
    }

    private Optional<String> refusal(BarVendor vendor, SeriesRange range) {
        return vendor.refusal(range.instrument(), range.timeframe()).or(() -> {
            Duration reach = vendor.reach(range.timeframe());
            long earliestUs = Times.us(parts.clock.instant().minus(reach));
            return range.fromUs() >= earliestUs
                    ? Optional.empty()
                    : Optional.of(vendor.name() + " answers " + range.timeframe() + " for " + reach.toDays()
                            + " days back, and " + range + " begins before");
        });
    }

    private ChunkResult ask(BarVendor vendor, Chunk chunk, SeriesRange range)
            throws VendorException, InterruptedException {
        DeadLetters.Origin origin = new DeadLetters.Origin(chunk.symbol(), vendor.name(), chunk.requestId());
        CollectedAnswer answer =
                new CollectedAnswer((reason, detail, row) -> parts.letters.send(origin, reason, detail, row));
        vendor.download(range, answer);
        PublishedBars published = new PublishedBars(answer.bars());
        parts.steps.done(chunk, BackfillStatus.DOWNLOADED, published.count(), published.checksum(), vendor.name());
        try {
            publish(chunk, range, vendor.name(), answer.bars());
        } catch (PublishException refused) {
            close();
            return new ChunkResult.Later(String.valueOf(refused.getMessage()), AWAY_PAUSE, true);
        }
        return new ChunkResult.Published(published, answer.rejectedRows(), vendor.name());
    }

    private void publish(Chunk chunk, SeriesRange range, String vendor, List<Bar> bars) throws InterruptedException {
        if (bars.isEmpty()) {
            return;
        }
        KafkaBarPublisher target = publisher(chunk.lane());
        target.deliver(chunk.requestId(), vendor, Times.us(parts.clock.instant()));
        BarPublisher held = chunk.lane() == Lane.LIVE ? target : new HeldBars(target, parts.gate);
        CoveredRuns runs = new CoveredRuns(
                held,
                range.instrument().calendar(),
                parts.config.longestQuiet(),
                new TimeSpan(chunk.fromUs(), chunk.toUs()));
        int index = 0;
        for (Bar bar : bars) {
            if (index++ % HeldBars.PIECE == 0 && chunk.lane() == Lane.HISTORY) {
                parts.gate.await();
            }
            runs.add(bar);
        }
        runs.finish();
        target.flush();
    }

    private KafkaBarPublisher publisher(Lane lane) {
        KafkaBarPublisher open = publishers.get(lane);
        if (open != null) {
            return open;
        }
        String topic = lane == Lane.LIVE ? Topics.BARS_REPAIR.name() : Topics.BARS_VENDOR.name();
        KafkaBarPublisher opened = KafkaBarPublisher.open(
                new PublisherConfig(
                        parts.kafka.bootstrapServers(),
                        topic,
                        "download",
                        PublisherConfig.BULK_LINGER,
                        parts.kafka.overrides()),
                parts.kafka.serdes(),
                "download",
                Times.us(parts.clock.instant()));
        publishers.put(lane, opened);
        return opened;
    }

    @Override
    public void close() {
        publishers.values().forEach(KafkaBarPublisher::close);
        publishers.clear();
    }

    /** Counts what goes to the topic as lag, until that is measured. */
    private static final class HeldBars implements BarPublisher {

        static final int PIECE = 1_000;

        private final BarPublisher target;
        private final LagGate gate;
        private int uncounted;

        HeldBars(BarPublisher target, LagGate gate) {
            this.target = target;
            this.gate = gate;
        }

        @Override
        public void publish(Bar bar, TimeSpan range) {
            target.publish(bar, range);
            if (++uncounted == PIECE) {
                gate.published(PIECE);
                uncounted = 0;
            }
        }

        @Override
        public void flush() {
            target.flush();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
