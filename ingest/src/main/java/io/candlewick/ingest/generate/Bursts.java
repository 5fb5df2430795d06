package io.candlewick.ingest.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When the generated market moves all at once: releases at 08:30 and 10:00 in New York, and some moments at random. */
final class Bursts {

    private static final int RANDOM_BURSTS = 24;
    private static final int TRADING_DAYS = 5;
    private static final long SECOND_US = 1_000_000L;

    private final List<Burst> bursts = new ArrayList<>();

    /** So much busier than usual between two instants. */
    record Burst(long fromUs, long toUs, double factor) {}

    Bursts(TradingWeek week, Dice dice) {
        for (int day = 0; day < TRADING_DAYS; day++) {
            bursts.add(burst(week.at(day, 8, 30), dice));
            bursts.add(burst(week.at(day, 10, 0), dice));
        }
        for (int count = 0; count < RANDOM_BURSTS; count++) {
            bursts.add(burst(dice.between(week.openUs(), week.closeUs() - TradingWeek.HOUR_US), dice));
        }
        bursts.sort(Comparator.comparingLong(Burst::fromUs));
        for (int at = bursts.size() - 1; at > 0; at--) {
            if (bursts.get(at - 1).toUs > bursts.get(at).fromUs) {
                bursts.remove(at);
            }
        }
    }

    private static Burst burst(long fromUs, Dice dice) {
        return new Burst(fromUs, fromUs + dice.between(15 * SECOND_US, 90 * SECOND_US), 6 + 12 * dice.nextUnit());
    }

    List<Burst> all() {
        return bursts;
    }
}
