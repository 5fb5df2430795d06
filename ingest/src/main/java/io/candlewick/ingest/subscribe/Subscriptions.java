package io.candlewick.ingest.subscribe;

import io.candlewick.avro.Subscription;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Topic {@code subscriptions}, followed: a symbol is wanted as long as one consumer wants it, and is fetched once however many do.
 *
 * <p><b>Shape</b>: {@code tenant|symbol|consumer} to Subscription, compacted; a null value takes the wish back. <b>Thread</b>: one reads.
 * <b>Errors</b>: {@link io.candlewick.ingest.topic.TopicException}.
 */
public final class Subscriptions implements AutoCloseable {

    private final String tenant;
    private final TableReader<Subscription> reader;
    private final Map<String, Subscription> wishes = new TreeMap<>();

    /**
     * Opens the topic; nothing is read yet.
     *
     * @param kafka how the brokers are reached
     * @param tenant whose wishes
     */
    public Subscriptions(KafkaAccess kafka, String tenant) {
        this.tenant = tenant;
        this.reader = new TableReader<>(kafka, Topics.SUBSCRIPTIONS, Subscription.class);
    }

    /** Reads on to where the topic ends now. */
    public void catchUp() {
        reader.catchUp((key, wish) -> {
            if (wish == null) {
                wishes.remove(key);
            } else if (wish.getTenant().equals(tenant)) {
                wishes.put(key, wish);
            }
        });
    }

    /**
     * Who wants what.
     *
     * @return the consumers and since when, by symbol; no symbol without a consumer
     */
    public Map<Symbol, Map<String, Instant>> consumers() {
        Map<Symbol, Map<String, Instant>> bySymbol = new TreeMap<>();
        for (Subscription wish : wishes.values()) {
            bySymbol.computeIfAbsent(Symbol.of(wish.getSymbol()), any -> new TreeMap<>())
                    .put(wish.getConsumer(), wish.getSinceTime());
        }
        return bySymbol;
    }

    /**
     * What is wanted by anybody.
     *
     * @return the symbols
     */
    public Set<Symbol> symbols() {
        return new TreeSet<>(consumers().keySet());
    }

    @Override
    public void close() {
        reader.close();
    }

    /**
     * Wishes for symbols.
     *
     * @param kafka how the brokers are reached
     * @param tenant whose
     * @param symbols which
     * @param consumer who asks
     * @param now when
     */
    public static void add(KafkaAccess kafka, String tenant, Collection<Symbol> symbols, String consumer, Instant now) {
        try (RecordWriter<Subscription> writer = new RecordWriter<>(kafka, Topics.SUBSCRIPTIONS, Subscription.class)) {
            for (Symbol symbol : symbols) {
                writer.send(
                        key(tenant, symbol, consumer),
                        Subscription.newBuilder()
                                .setTenant(tenant)
                                .setSymbol(symbol.text())
                                .setConsumer(consumer)
                                .setSinceTime(Times.instant(Times.us(now)))
                                .build());
            }
            writer.flush();
        }
    }

    /**
     * Takes wishes back.
     *
     * @param kafka how the brokers are reached
     * @param tenant whose
     * @param symbols which
     * @param consumer who asked
     */
    public static void remove(KafkaAccess kafka, String tenant, Collection<Symbol> symbols, String consumer) {
        try (RecordWriter<Subscription> writer = new RecordWriter<>(kafka, Topics.SUBSCRIPTIONS, Subscription.class)) {
            symbols.forEach(symbol -> writer.send(key(tenant, symbol, consumer), null));
            writer.flush();
        }
    }

    private static String key(String tenant, Symbol symbol, String consumer) {
        if (consumer.isBlank() || consumer.indexOf('|') >= 0) {
            throw new IllegalArgumentException("consumer='" + consumer + "' must be a name without '|'");
        }
        return tenant + "|" + symbol + "|" + consumer;
    }
}
