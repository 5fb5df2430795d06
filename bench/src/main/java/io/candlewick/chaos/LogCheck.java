package io.candlewick.chaos;

import io.candlewick.avro.TickKind;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.places.PlaceException;
import io.candlewick.places.TopicScan;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.streams.config.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Holds the log of ticks against the market: every tick once and in the order it was sent, and those of a wrong clock rejected. */
final class LogCheck {

    private static final int MOST = 20;

    private final TopicScan topics;
    private final RecordSerdes serdes;
    private final MarketTruth truth;

    LogCheck(String bootstrapServers, RecordSerdes serdes, MarketTruth truth) {
        this.topics = new TopicScan(KafkaConnection.unsecured(bootstrapServers));
        this.serdes = serdes;
        this.truth = truth;
    }

    /** What is not as it was sent in so many steps, with so many ticks ahead of time among them. */
    List<String> differences(long steps, long ahead) throws PlaceException {
        Map<Symbol, Iterator<Tick>> due = new HashMap<>();
        for (int index = 0; index < truth.symbols(); index++) {
            int symbol = index;
            due.put(
                    truth.symbol(symbol),
                    LongStream.range(0, steps)
                            .boxed()
                            .flatMap(step -> truth.ticks(symbol, step).stream())
                            .iterator());
        }
        List<String> differences = new ArrayList<>();
        Deserializer<Tick> deserializer = serdes.tick().deserializer();
        long[] aheadFound = new long[1];
        topics.read(Lane.LIVE.ticksTopic(), record -> {
            Tick tick = deserializer.deserialize(record.topic(), record.value());
            if (tick.kind() == TickKind.HEARTBEAT) {
                return;
            }
            if (MarketTruth.isAhead(tick)) {
                aheadFound[0]++;
                return;
            }
            Iterator<Tick> wanted = due.get(tick.symbol());
            if (wanted == null || !wanted.hasNext()) {
                differences.add(place(record) + " holds a tick that was not sent: " + tick);
            } else {
                Tick next = wanted.next();
                if (!next.equals(tick) && differences.size() < MOST) {
                    differences.add(place(record) + " holds " + tick + " where " + next + " was sent");
                }
            }
        });
        due.forEach((symbol, rest) -> {
            if (rest.hasNext() && differences.size() < MOST) {
                differences.add("the log lacks ticks of " + symbol + ", first " + rest.next());
            }
        });
        long[] rejected = new long[1];
        topics.read(Topics.TICKS_REJECTED.name(), record -> rejected[0]++);
        if (aheadFound[0] != ahead || rejected[0] != ahead) {
            differences.add(ahead + " ticks were sent by a clock that was ahead; the log holds " + aheadFound[0]
                    + ", and " + rejected[0] + " ticks were rejected");
        }
        return differences.subList(0, Math.min(MOST, differences.size()));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
