package io.candlewick.ingest.download;

import io.candlewick.avro.Subscription;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.market.Symbol;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The symbols somebody wants, each once however many want it: topic {@code subscriptions}.
 *
 * <p><b>Thread</b>: one.
 */
public final class SubscribedSymbols implements AutoCloseable {

    private final TableReader<Subscription> reader;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

    /**
     * A symbol of a tenant.
     *
     * @param tenant whose
     * @param symbol of what
     */
    public record Owned(String tenant, Symbol symbol) {}

    /**
     * Opens a client; nothing is read yet.
     *
     * @param kafka how the brokers are reached
     */
    public SubscribedSymbols(KafkaAccess kafka) {
        reader = new TableReader<>(kafka, Topics.SUBSCRIPTIONS, Subscription.class);
    }

    /**
     * Reads on to where the topic ends now.
     *
     * @return the symbols, in the order they were first asked for
     */
    public Set<Owned> now() {
        reader.catchUp((key, subscription) -> {
            if (subscription == null) {
                subscriptions.remove(key);
            } else {
                subscriptions.put(key, subscription);
            }
        });
        Set<Owned> symbols = new LinkedHashSet<>();
        subscriptions
                .values()
                .forEach(entry -> symbols.add(new Owned(entry.getTenant(), Symbol.of(entry.getSymbol()))));
        return symbols;
    }

    @Override
    public void close() {
        reader.close();
    }
}
