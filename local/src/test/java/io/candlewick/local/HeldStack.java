package io.candlewick.local;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A program that starts a small stack and holds it until it is killed. Argument: the data directory. */
final class HeldStack {
    private HeldStack() {}

    public static void main(String[] arguments) throws Exception {
        StackConfig config = StackConfig.in(Path.of(arguments[0]))
                // A database of its own, whatever the environment names: its processes are what is counted.
                .withTimescale(Optional.empty())
                .withServices(EnumSet.of(Service.BROKER, Service.TIMESCALE, Service.CLICKHOUSE));
        try (LocalStack stack = LocalStack.started(config)) {
            new CountDownLatch(1).await();
            stack.health();
        }
    }
}
