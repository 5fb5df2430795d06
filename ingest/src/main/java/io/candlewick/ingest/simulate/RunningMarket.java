package io.candlewick.ingest.simulate;

import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets a world's market happen in its time, and hands on what happens to the symbols somebody wants. <b>Thread</b>: its own. */
public final class RunningMarket implements AutoCloseable {

    private static final long STEP_NANOS = 10_000_000;

    private final SimulatedWorld world;
    private final Supplier<Set<Symbol>> wanted;
    private final Consumer<List<MarketEvent>> happened;
    private final Thread thread = new Thread(this::run, "simulator-market");
    private volatile boolean closing;

    /**
     * A market that has not started.
     *
     * @param world market and clock
     * @param wanted which symbols somebody wants now
     * @param happened hears of their events, in order of time, every ten milliseconds
     */
    public RunningMarket(SimulatedWorld world, Supplier<Set<Symbol>> wanted, Consumer<List<MarketEvent>> happened) {
        this.world = world;
        this.wanted = wanted;
        this.happened = happened;
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        MarketTape tape = new MarketTape(world.market(), Times.us(world.clock().instant()));
        while (!closing) {
            // The time first: whoever subscribes after it gets what happens after it with the next step.
            long nowUs = Times.us(world.clock().instant());
            happened.accept(tape.advance(wanted.get(), nowUs));
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
