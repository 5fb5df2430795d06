package io.candlewick.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong, one after the other, drawn from a seed: the same seed and kinds give the same faults.
 *
 * <p>Each kind comes once, in an order of its own, before any comes again. The plan says how long to wait in calm before a fault and not when it comes: how
 * long the one before takes to heal is the machine's affair.
 */
public final class FaultPlan {

    private static final int LEAST_CALM_MS = 1_000;
    private static final int MOST_CALM_MS = 4_000;

    private final long seed;
    private final List<FaultKind> kinds;

    /**
     * A plan.
     *
     * @param seed what it is drawn from
     * @param kinds what may go wrong
     * @throws IllegalArgumentException if nothing may
     */
    public FaultPlan(long seed, Collection<FaultKind> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a plan without faults");
        }
        this.seed = seed;
        this.kinds = List.copyOf(EnumSet.copyOf(kinds));
    }

    /**
     * The first faults; of a longer list a shorter one is the beginning.
     *
     * @param count how many
     * @return so many faults
     */
    public List<Fault> first(int count) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        List<FaultKind> bag = new ArrayList<>();
        while (faults.size() < count) {
            if (bag.isEmpty()) {
                bag.addAll(kinds);
                Collections.shuffle(bag, random);
            }
            FaultKind kind = bag.remove(bag.size() - 1);
            int choice = random.nextInt(1 << 16);
            Duration calm = between(LEAST_CALM_MS, MOST_CALM_MS, random);
            Duration lasting =
                    between(kind.shortest().toMillis(), kind.longest().toMillis(), random);
            faults.add(new Fault(faults.size() + 1, kind, choice, calm, lasting));
        }
        return faults;
    }

    private static Duration between(long leastMs, long mostMs, Random random) {
        return Duration.ofMillis(leastMs + random.nextInt((int) (mostMs - leastMs) + 1));
    }
}
