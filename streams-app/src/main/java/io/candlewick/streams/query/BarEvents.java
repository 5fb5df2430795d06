package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The bars one caller follows, as server-sent events: {@code bar} for a closed or corrected one, {@code forming} for an open one.
 *
 * <p>It reads the topics itself, only the partitions of its symbols: a slow caller slows nobody, and an event's id is where the reading stood
 * ({@code partition:offset}, separated by {@code .}), so a caller that comes back with it misses nothing. <b>Thread</b>: one a caller.
 */
final class BarEvents {

    private static final Pattern POSITION = Pattern.compile("([0-9]{1,6}):([0-9]{1,18})");
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int QUIET_POLLS_A_COMMENT = 40;

    private final Set<String> series = new HashSet<>();
    private final boolean forming;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<Bar> bars;
    private final Map<Integer, Long> position = new TreeMap<>();

    /**
     * What a caller follows.
     *
     * @param tenant whose data
     * @param symbols the instruments
     * @param timeframes lengths of the bars
     * @param forming whether the open bars are wanted as well
     */
    record Wish(String tenant, List<Symbol> symbols, List<Timeframe> timeframes, boolean forming) {}

    BarEvents(KafkaConnection kafka, RecordSerdes serdes, Wish wish) {
        this.forming = wish.forming();
        this.bars = serdes.bar().deserializer();
        for (Symbol symbol : wish.symbols()) {
            for (Timeframe timeframe : wish.timeframes()) {
                series.add(wish.tenant() + '|' + symbol.text() + '|' + timeframe.code() + '|');
            }
        }
        this.consumer = new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        assign(wish.symbols());
    }

    private void assign(List<Symbol> symbols) {
        int partitions = consumer.partitionsFor(Topics.BARS.name()).size();
        Set<Integer> wanted = new TreeSet<>();
        symbols.forEach(symbol -> wanted.add(SymbolPartitioner.partition(symbol, partitions)));
        List<TopicPartition> assigned = new ArrayList<>();
        for (int partition : wanted) {
            assigned.add(new TopicPartition(Topics.BARS.name(), partition));
            if (forming) {
                assigned.add(new TopicPartition(Topics.BARS_FORMING.name(), partition));
            }
        }
        consumer.assign(assigned);
        consumer.seekToEnd(assigned);
        wanted.forEach(partition ->
                position.put(partition, consumer.position(new TopicPartition(Topics.BARS.name(), partition))));
    }

    /** Goes on after the event of that id; what is no id of ours is passed over. */
    void resumeAfter(String lastEventId) {
        for (String part : lastEventId.split("\\.", -1)) {
            Matcher matcher = POSITION.matcher(part);
            if (matcher.matches() && position.containsKey(Integer.valueOf(matcher.group(1)))) {
                TopicPartition partition = new TopicPartition(Topics.BARS.name(), Integer.parseInt(matcher.group(1)));
                long offset = Long.parseLong(matcher.group(2));
                consumer.seek(partition, offset);
                position.put(partition.partition(), offset);
            }
        }
    }

    /** Sends until the caller is gone. */
    void sendTo(SseClient client, Set<SseClient> open) throws IOException {
        try (consumer) {
            client.sendEvent("hello", "{}", id());
            int quiet = 0;
            while (!client.terminated() && open.contains(client)) {
                boolean sent = false;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    sent |= send(record, client);
                }
                quiet = sent ? 0 : quiet + 1;
                if (quiet >= QUIET_POLLS_A_COMMENT) {
                    // Tells proxies that the connection lives, and us whether it does.
                    client.sendComment("quiet");
                    quiet = 0;
                }
            }
        }
    }

    private boolean send(ConsumerRecord<String, byte[]> record, SseClient client) throws IOException {
        boolean open = record.topic().equals(Topics.BARS_FORMING.name());
        if (!open) {
            position.put(record.partition(), record.offset() + 1);
        }
        String key = record.key();
        if (record.value() == null || !series.contains(key.substring(0, key.lastIndexOf('|') + 1))) {
            return false;
        }
        try {
            Bar bar = bars.deserialize(record.topic(), record.value());
            client.sendEvent(open ? "forming" : "bar", json(bar), id());
            return true;
        } catch (SerializationException broken) {
            return false;
        }
    }

    private static String json(Bar bar) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            BarJson.write(bar, json);
        }
        return text.toString();
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        position.forEach((partition, offset) ->
                id.append(id.isEmpty() ? "" : ".").append(partition).append(':').append(offset));
        return id.toString();
    }
}
