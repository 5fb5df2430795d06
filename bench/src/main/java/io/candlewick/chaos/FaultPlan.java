package io.candlewick.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What goes wrong, one after the other or two at once, drawn from a seed: the same seed, kinds and number at once give the same faults.
 *
 * <p>Each kind comes once, in an order of its own, before any comes again; as the second of a pair, it may come more often. A pair
 * befalls two that depend on one another, see {@link FaultKind.Victim#meets}; a kind that meets none of the others comes alone. The plan
 * says how long to wait in calm before a fault and not when it comes: how long the one before takes to heal is the machine's affair.
 */
public final class FaultPlan {

    private static final int LEAST_CALM_MS = 1_000;
    private static final int MOST_CALM_MS = 4_000;
    private static final int MOST_AFTER_MS = 6_000;
    private static final int MOST_AT_ONCE = 2;

    private final long seed;
    private final List<FaultKind> kinds;
    private final int atOnce;

    /**
     * A plan.
     *
     * @param seed what it is drawn from
     * @param kinds what may go wrong
     * @param atOnce 1, or 2 for pairs
     * @throws IllegalArgumentException if nothing may, or more than two at once
     */
    public FaultPlan(long seed, Collection<FaultKind> kinds, int atOnce) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a plan without faults");
        }
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException("atOnce=" + atOnce + " must be 1 or " + MOST_AT_ONCE);
        }
        this.seed = seed;
        this.kinds = List.copyOf(EnumSet.copyOf(kinds));
        this.atOnce = atOnce;
    }

    /**
     * The first incidents; of a longer list a shorter one is the beginning.
     *
     * @param count how many
     * @return so many incidents
     */
    public List<Incident> first(int count) {
        Random random = new Random(seed);
        List<Incident> incidents = new ArrayList<>();
        List<FaultKind> bag = new ArrayList<>();
        while (incidents.size() < count) {
            if (bag.isEmpty()) {
                bag.addAll(kinds);
                Collections.shuffle(bag, random);
            }
            FaultKind kind = bag.remove(bag.size() - 1);
            int choice = choice(random);
            Duration calm = between(LEAST_CALM_MS, MOST_CALM_MS, random);
            List<Fault> faults = new ArrayList<>();
            faults.add(new Fault(kind, choice, Duration.ZERO, lasting(kind, random)));
            if (atOnce > 1) {
                second(kind, bag, random)
                        .ifPresent(other -> faults.add(new Fault(
                                other, choice(random), between(1, MOST_AFTER_MS, random), lasting(other, random))));
            }
            incidents.add(new Incident(incidents.size() + 1, calm, faults));
        }
        return incidents;
    }

    /** One that is due anyway, else any that meets the first. */
    private Optional<FaultKind> second(FaultKind first, List<FaultKind> bag, Random random) {
        for (int index = bag.size() - 1; index >= 0; index--) {
            if (first.victim().meets(bag.get(index).victim())) {
                return Optional.of(bag.remove(index));
            }
        }
        List<FaultKind> others = kinds.stream()
                .filter(kind -> first.victim().meets(kind.victim()))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(others.get(random.nextInt(others.size())));
    }

    private static int choice(Random random) {
        return random.nextInt(1 << 16);
    }

    private static Duration lasting(FaultKind kind, Random random) {
        return between(kind.shortest().toMillis(), kind.longest().toMillis(), random);
    }

    private static Duration between(long leastMs, long mostMs, Random random) {
        return Duration.ofMillis(leastMs + random.nextInt((int) (mostMs - leastMs) + 1));
    }
}
