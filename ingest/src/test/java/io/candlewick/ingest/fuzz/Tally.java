package io.candlewick.ingest.fuzz;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a fuzz put in and what came of it, and tells at the end. */
public final class Tally {

    private final String name;
    private final AtomicLong inputs = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    public Tally(String name) {
        this.name = name;
    }

    public void input() {
        inputs.incrementAndGet();
    }

    public void taken(long count) {
        taken.addAndGet(count);
    }

    public void refused(long count) {
        refused.addAndGet(count);
    }

    public void print() {
        System.out.printf(
                Locale.ROOT,
                "fuzz %s: %,d inputs, %,d items taken, %,d refused with a reason%n",
                name,
                inputs.get(),
                taken.get(),
                refused.get());
    }
}
