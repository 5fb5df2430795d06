package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Delivers a vendor's minute bars of the past to the history lane: one day of every symbol at a time, each time the day before. */
final class Backfills {

    private static final long DAY_US = TimeUnit.DAYS.toMicros(1);
    private static final String FEED = "simulated";

    private final SimulatedMarket market;
    private final List<Instrument> instruments;
    private final String bootstrapServers;
    private final RecordSerdes serdes;
    private final long beforeUs;
    private int days;
    private long bars;

    Backfills(MarketTruth truth, long seed, String bootstrapServers, RecordSerdes serdes) {
        this.instruments = truth.instruments();
        this.market = new SimulatedMarket(seed, MarketShape.SPARSE, instruments);
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
        this.beforeUs = truth.timeUs(0);
    }

    /** Delivers the next day. */
    void deliver() {
        days++;
        TimeSpan day = new TimeSpan(beforeUs - days * DAY_US, beforeUs - (days - 1) * DAY_US);
        try (KafkaBarPublisher publisher = KafkaBarPublisher.open(
                PublisherConfig.bulk(bootstrapServers, Topics.BARS_VENDOR.name(), "soak-" + days),
                serdes,
                FEED,
                beforeUs)) {
            for (Instrument instrument : instruments) {
                for (Bar bar : market.bars(instrument.symbol(), Timeframe.M1, day.startUs(), day.endUs())) {
                    publisher.publish(bar, day);
                    bars++;
                }
            }
            publisher.flush();
        }
    }

    /** How often days are delivered. */
    static Duration pause() {
        return Duration.ofMinutes(1);
    }

    int days() {
        return days;
    }

    long bars() {
        return bars;
    }
}
