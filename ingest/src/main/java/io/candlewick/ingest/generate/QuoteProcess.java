package io.candlewick.ingest.generate;

import io.candlewick.market.Symbol;
import java.math.BigDecimal;
import java.util.List;

/**
 * The quotes of one symbol as they happen: when the next one comes, and at what price.
 *
 * <p>Prices walk in whole units of the instrument's last decimal, so each is a decimal of so many places and nothing is rounded. <b>Thread</b>:
 * one.
 */
final class QuoteProcess implements Comparable<QuoteProcess> {

    private static final long MINUTE_US = 60_000_000L;
    private static final double BURST_WIDTH = 2.2;

    private final SymbolProfile profile;
    private final Symbol symbol;
    private final TradingWeek week;
    private final List<Bursts.Burst> bursts;
    private final Dice dice;
    private final double divisor;
    private final double ticksPerUs;
    private double exactTimeUs;
    private long midPoints;
    private long bidPoints;
    private long askPoints;
    private int nextBurst;
    private boolean ended;

    /** A process that stands before its first quote; {@code ticksPerUs} is its rate where the market is as busy as usual. */
    QuoteProcess(
            SymbolProfile profile,
            int priceScale,
            TradingWeek week,
            List<Bursts.Burst> bursts,
            Dice dice,
            double ticksPerUs) {
        this.profile = profile;
        this.symbol = Symbol.of(profile.symbol());
        this.week = week;
        this.bursts = bursts;
        this.dice = dice;
        this.divisor = BigDecimal.ONE.movePointRight(priceScale).doubleValue();
        this.ticksPerUs = ticksPerUs;
        this.exactTimeUs = week.openUs();
        this.midPoints = Math.round(profile.startPrice() * divisor);
    }

    /** Rate-weighted length of the week: how many microseconds of usual trading it is worth. */
    static double usualUs(SymbolProfile profile, TradingWeek week, List<Bursts.Burst> bursts) {
        double sum = 0;
        for (int hour = 0; hour < TradingWeek.HOURS; hour++) {
            sum += TradingWeek.HOUR_US * week.busyAt(week.openUs() + hour * TradingWeek.HOUR_US, profile.asia());
        }
        for (Bursts.Burst burst : bursts) {
            sum += (burst.toUs() - burst.fromUs()) * (burst.factor() - 1) * week.busyAt(burst.fromUs(), profile.asia());
        }
        return sum;
    }

    /** Moves to the next quote. */
    void advance() {
        while (true) {
            if (exactTimeUs >= week.closeUs()) {
                ended = true;
                return;
            }
            long nowUs = (long) exactTimeUs;
            while (nextBurst < bursts.size() && bursts.get(nextBurst).toUs() <= nowUs) {
                nextBurst++;
            }
            boolean upcoming = nextBurst < bursts.size();
            boolean bursting = upcoming && bursts.get(nextBurst).fromUs() <= nowUs;
            double rate = ticksPerUs
                    * week.busyAt(nowUs, profile.asia())
                    * (bursting ? bursts.get(nextBurst).factor() : 1);
            long untilUs = Math.min(week.closeUs(), (nowUs / MINUTE_US + 1) * MINUTE_US);
            if (upcoming) {
                Bursts.Burst burst = bursts.get(nextBurst);
                untilUs = Math.min(untilUs, bursting ? burst.toUs() : burst.fromUs());
            }
            double next = exactTimeUs + dice.nextWait() / rate;
            if (next < untilUs) {
                exactTimeUs = next;
                move(bursting);
                return;
            }
            // Waiting has no memory: at the edge of a rate one may simply begin to wait again.
            exactTimeUs = untilUs;
        }
    }

    private void move(boolean bursting) {
        int step = bursting ? 2 * profile.stepPoints() : profile.stepPoints();
        midPoints = Math.max(1_000, midPoints + dice.nextInt(2 * step + 1) - step);
        double width = week.widthAt((long) exactTimeUs) * (bursting ? BURST_WIDTH : 1) * (0.7 + 0.6 * dice.nextUnit());
        long spread = Math.max(1, Math.round(profile.spreadPoints() * width));
        bidPoints = midPoints - spread / 2;
        askPoints = bidPoints + spread;
    }

    boolean isEnded() {
        return ended;
    }

    Symbol symbol() {
        return symbol;
    }

    /** Event time of the quote it stands at, in whole milliseconds as venues stamp them. */
    long timeUs() {
        return (long) exactTimeUs / 1_000 * 1_000;
    }

    double bid() {
        return bidPoints / divisor;
    }

    double ask() {
        return askPoints / divisor;
    }

    @Override
    public int compareTo(QuoteProcess other) {
        int byTime = Double.compare(exactTimeUs, other.exactTimeUs);
        return byTime != 0 ? byTime : symbol.compareTo(other.symbol);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return symbol.hashCode();
    }
}
