package io.candlewick.streams.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.PlainSerdes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class PerThreadSerdesTest {

    private static final int ROUNDS = 20_000;

    @Test
    void shouldLetTwoThreadsReadAndWriteWithOneSerdeAtOnce() throws Exception {
        Serde<Tick> shared = new PerThreadSerdes(new PlainSerdes()).tick();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Long>> mistakes = new ArrayList<>();

        for (int thread = 0; thread < 2; thread++) {
            Tick own = Tick.quote(
                    new Tick.Origin("system", "feed-" + thread, thread),
                    Symbol.of("S" + thread),
                    thread,
                    0,
                    1 + thread,
                    2);
            mistakes.add(threads.submit(() -> mistakes(shared, own)));
        }

        for (Future<Long> found : mistakes) {
            assertThat(found.get()).isZero();
        }
        threads.shutdownNow();
    }

    private static long mistakes(Serde<Tick> serde, Tick tick) {
        long mistakes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = serde.serializer().serialize("ticks", tick);
            if (!tick.equals(serde.deserializer().deserialize("ticks", bytes))) {
                mistakes++;
            }
        }
        return mistakes;
    }
}
