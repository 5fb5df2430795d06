package io.candlewick.serde;

import io.candlewick.market.Symbol;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a symbol has, in every market-data topic: that of Kafka's default partitioner for the symbol as key.
 */
public final class SymbolPartitioner {

    private SymbolPartitioner() {}

    /**
     * The partition of a symbol.
     *
     * @param symbol the symbol
     * @param partitions how many partitions the topic has
     * @return 0 to {@code partitions - 1}
     */
    public static int partition(Symbol symbol, int partitions) {
        return Utils.toPositive(Utils.murmur2(symbol.text().getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
