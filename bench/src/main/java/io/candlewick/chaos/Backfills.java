package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublishException;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers a vendor's minute bars of the past to the history lane: one day of every symbol at a time, the earliest first, as a download does.
 *
 * <p><b>Thread</b>: {@link #deliver} one; or one of its own between {@link #start} and {@link #close}, where a day that the brokers did
 * not take is delivered again.
 */
final class Backfills implements AutoCloseable {

    private static final long DAY_US = TimeUnit.DAYS.toMicros(1);
    private static final String FEED = "simulated";
    /* So many, up to the day on which the live market begins. */
    private static final int MOST_DAYS = 364;
    private static final long PAUSE_BESIDE_MS = 15_000;
    private static final int LAST_DAY_LIMIT_MS = 60_000;

    private final SimulatedMarket market;
    private final List<Instrument> instruments;
    private final String bootstrapServers;
    private final RecordSerdes serdes;
    private final long firstUs;
    private final Thread thread = new Thread(this::deliverOn, "backfills");
    private volatile boolean stopped;
    private volatile int days;
    private final AtomicLong bars = new AtomicLong();

    Backfills(MarketTruth truth, long seed, String bootstrapServers, RecordSerdes serdes) {
        this.instruments = truth.instruments();
        this.market = new SimulatedMarket(seed, MarketShape.SPARSE, instruments);
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
        this.firstUs = truth.timeUs(0) - MOST_DAYS * DAY_US;
        thread.setDaemon(true);
    }

    /** Delivers the next day, if there is one. */
    void deliver() {
        if (days == MOST_DAYS) {
            return;
        }
        int number = days + 1;
        TimeSpan day = new TimeSpan(firstUs + (number - 1) * DAY_US, firstUs + number * DAY_US);
        long count = 0;
        try (KafkaBarPublisher publisher = KafkaBarPublisher.open(
                PublisherConfig.bulk(bootstrapServers, Topics.BARS_VENDOR.name(), "backfill-" + number),
                serdes,
                FEED,
                day.endUs())) {
            for (Instrument instrument : instruments) {
                for (Bar bar : market.bars(instrument.symbol(), Timeframe.M1, day.startUs(), day.endUs())) {
                    publisher.publish(bar, day);
                    count++;
                }
            }
            publisher.flush();
        }
        bars.addAndGet(count);
        days = number;
    }

    /** Goes on delivering days until it is closed. */
    void start() {
        thread.start();
    }

    private void deliverOn() {
        while (!stopped) {
            try {
                deliver();
            } catch (PublishException away) {
                // The day is not counted, so it is the next one again; a bar that was taken already changes nothing.
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_BESIDE_MS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** How often days are delivered by who delivers them himself. */
    static Duration pause() {
        return Duration.ofMinutes(1);
    }

    /** What was delivered completely. */
    TimeSpan span() {
        return new TimeSpan(firstUs, firstUs + days * DAY_US);
    }

    /** What the vendor has of a symbol. */
    List<Bar> of(Symbol symbol, TimeSpan span) {
        return market.bars(symbol, Timeframe.M1, span.startUs(), span.endUs());
    }

    /** Minute bars delivered. */
    long bars() {
        return bars.get();
    }

    /** Delivers no further day, once the one it is at is there. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(LAST_DAY_LIMIT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
