package io.candlewick.ingest.simulate;

/**
 * What happened to one symbol in one minute, in order of time; filled anew for each minute, so that years cost no garbage.
 *
 * <p><b>Units</b>: prices in points (units of the last published decimal), sizes in units of the last published decimal of a size.
 */
final class MinuteEvents {

    private static final int MINUTE_MS = 60_000;
    private static final int BURST_MS = 2_000;
    private static final long MS_US = 1_000;
    private static final int NUMBERS_AN_EVENT = 4;

    int count;
    long[] timeUs = new long[64];
    long[] bidPoints = new long[64];
    long[] askPoints = new long[64];
    long[] sizeUnits = new long[64];
    boolean[] buyer = new boolean[64];
    private int[] offsetMs = new int[64];

    /** Fills in a minute of a symbol. */
    void fill(SymbolMarket symbol, MarketShape shape, long marketSeed, long minute) {
        long seed = Hash.of(symbol.seed(), minute);
        count = 0;
        if (Hash.unit(seed, -1) < shape.quietChance()) {
            return;
        }
        double rate = shape.eventsPerMinute() * (0.5 + Hash.unit(seed, -2));
        int steady = (int) (rate + Hash.unit(seed, -3));
        long burstSeed = Hash.of(marketSeed, minute);
        int burst = Hash.unit(burstSeed, 0) < shape.burstChance()
                ? (int) (shape.eventsPerMinute() * (shape.burstFactor() - 1) * BURST_MS / MINUTE_MS
                        + Hash.unit(seed, -4))
                : 0;
        ensureRoom(steady + burst);
        int burstFromMs = (int) (Hash.unit(burstSeed, 1) * (MINUTE_MS - BURST_MS));
        layTimes(seed, steady, burst, burstFromMs);
        price(symbol, seed, minute);
    }

    /* Each event falls somewhere into its own share of the time, so they are in order without sorting; two such rows are merged. */
    private void layTimes(long seed, int steady, int burst, int burstFromMs) {
        int fromSteady = 0;
        int fromBurst = 0;
        int nextSteady = steady == 0 ? MINUTE_MS : share(seed, 0, 0, steady, MINUTE_MS);
        int nextBurst = burst == 0 ? MINUTE_MS : burstFromMs + share(seed, steady, 0, burst, BURST_MS);
        while (fromSteady < steady || fromBurst < burst) {
            if (fromBurst >= burst || (fromSteady < steady && nextSteady <= nextBurst)) {
                offsetMs[count++] = nextSteady;
                fromSteady++;
                nextSteady = fromSteady < steady ? share(seed, 0, fromSteady, steady, MINUTE_MS) : MINUTE_MS;
            } else {
                offsetMs[count++] = nextBurst;
                fromBurst++;
                nextBurst =
                        fromBurst < burst ? burstFromMs + share(seed, steady, fromBurst, burst, BURST_MS) : MINUTE_MS;
            }
        }
    }

    private static int share(long seed, int base, int index, int of, int lengthMs) {
        double unit = Hash.unit(seed, (long) (base + index) * NUMBERS_AN_EVENT);
        return Math.min(lengthMs - 1, (int) ((index + unit) / of * lengthMs));
    }

    private void price(SymbolMarket symbol, long seed, long minute) {
        double from = symbol.path().pointsAt(minute);
        double step = symbol.path().pointsAt(minute + 1) - from;
        int wiggle = symbol.wigglePoints();
        for (int at = 0; at < count; at++) {
            long index = (long) at * NUMBERS_AN_EVENT;
            double within = offsetMs[at] / (double) MINUTE_MS;
            long mid = Math.round(from + step * within + (Hash.unit(seed, index + 1) * 2 - 1) * wiggle);
            long spread = 1 + (long) (Hash.unit(seed, index + 2) * 2 * symbol.spreadPoints());
            long dice = Hash.of(seed, index + 3);
            timeUs[at] = (minute * MINUTE_MS + offsetMs[at]) * MS_US;
            bidPoints[at] = Math.max(1, mid - spread / 2);
            askPoints[at] = bidPoints[at] + spread;
            buyer[at] = (dice & 1) == 0;
            sizeUnits[at] = 1 + (dice >>> 1) % symbol.mostSizeUnits();
        }
    }

    private void ensureRoom(int needed) {
        if (needed > timeUs.length) {
            int length = Math.max(needed, 2 * timeUs.length);
            timeUs = new long[length];
            bidPoints = new long[length];
            askPoints = new long[length];
            sizeUnits = new long[length];
            buyer = new boolean[length];
            offsetMs = new int[length];
        }
    }
}
