package io.candlewick.places;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickKind;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/** The ticks of one symbol as the tick topics hold them, in sessions, without those that were rejected. */
final class TickLog {

    private final TopicScan scan;
    private final RecordSerdes serdes;

    TickLog(TopicScan scan, RecordSerdes serdes) {
        this.scan = scan;
        this.serdes = serdes;
    }

    /** The sessions of the lane whose bars have that source, in the order in which they began. */
    List<TickSession> sessions(BarSource source, Instrument instrument) throws PlaceException {
        boolean live = source == BarSource.LIVE;
        String topic = live ? Topics.TICKS_LIVE.name() : Topics.TICKS_HISTORY.name();
        Set<String> rejected = rejected(instrument.symbol());
        Map<String, Sessions> runs = new LinkedHashMap<>();
        List<TickSession> all = new ArrayList<>();
        Deserializer<Tick> deserializer = serdes.tick().deserializer();
        scan.read(topic, instrument.symbol(), record -> {
            Tick tick = read(deserializer, record);
            if (tick != null && tick.tenant().equals(instrument.tenant()) && concerns(tick, instrument.symbol())) {
                String run = live ? "" : text(record, Headers.CORRELATION_ID);
                runs.computeIfAbsent(run, none -> new Sessions(all, live)).take(tick, record, instrument, rejected);
            }
        });
        all.removeIf(session -> session.ticks().isEmpty());
        return all;
    }

    /** The sessions of one run, one after the other: a replay is a run of its own, the live lane is one. */
    private static final class Sessions {

        private final List<TickSession> all;
        private final boolean live;
        private TickSession current;

        Sessions(List<TickSession> all, boolean live) {
            this.all = all;
            this.live = live;
            this.current = next();
        }

        private TickSession next() {
            TickSession session = new TickSession(live);
            all.add(session);
            return session;
        }

        void take(Tick tick, ConsumerRecord<byte[], byte[]> record, Instrument instrument, Set<String> rejected) {
            if (tick.kind() == TickKind.HEARTBEAT) {
                mark(tick, !text(record, Headers.MARKED_BY).isEmpty());
            } else if ((tick.kind() == TickKind.QUOTE) == (instrument.priceBasis() == PriceBasis.QUOTE)
                    && !rejected.contains(coordinates(record.topic(), record.partition(), record.offset()))) {
                current.add(tick, record.offset());
            }
        }

        private void mark(Tick mark, boolean bySilence) {
            boolean starts = mark.feedStatus() == FeedStatus.STARTED;
            if (starts && !live && current.isUp(mark.feed())) {
                current = next();
            }
            if ((starts || current.knows(mark.feed())) && (bySilence ? current.silence(mark) : current.mark(mark))) {
                current = next();
            }
        }
    }

    private static boolean concerns(Tick tick, Symbol symbol) {
        return tick.symbol().equals(symbol) || tick.symbol().equals(Symbol.EVERY);
    }

    private Set<String> rejected(Symbol symbol) throws PlaceException {
        Set<String> rejected = new HashSet<>();
        scan.read(
                Topics.TICKS_REJECTED.name(),
                symbol,
                record -> rejected.add(text(record, Headers.ORIGIN_TOPIC) + "/" + text(record, Headers.ORIGIN_PARTITION)
                        + "/" + text(record, Headers.ORIGIN_OFFSET)));
        return rejected;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String coordinates(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }

    @SuppressWarnings("NullAway") // Poison records are no ticks: the topology sends them to its dead-letter topic.
    private static @org.jspecify.annotations.Nullable Tick read(
            Deserializer<Tick> deserializer, ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException poison) {
            return null;
        }
    }
}
