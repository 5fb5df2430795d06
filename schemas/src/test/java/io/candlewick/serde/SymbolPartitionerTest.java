package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class SymbolPartitionerTest {

    @Test
    void shouldAgreeWithKafkasDefaultForTheSymbolAsKey() {
        for (String name : List.of("EUR/USD", "XAU/USD", "AAPL", "BTC-USD", "^GSPC")) {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            for (int partitions : new int[] {1, 4, 12}) {
                assertThat(SymbolPartitioner.partition(Symbol.of(name), partitions))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
            }
        }
    }

    @Test
    void shouldNotMoveASymbol() {
        // Records already in the topics lie there; another figure here means that they would have to move.
        assertThat(SymbolPartitioner.partition(Symbol.of("EUR/USD"), 4)).isZero();
    }
}
