package io.candlewick.streams.domain.bar;

import io.candlewick.market.Tick;
import org.jspecify.annotations.Nullable;

/**
 * What makes two records the same tick, as 64 bits.
 *
 * <p>Of a trade with an id it is (event time, venue, id); of any other tick event time, sequence and every value it carries. The feed is no
 * part of it, so that what two feeds deliver counts once. The event time is, so that a tick later than all of a bar is known to be new
 * without a look-up, whatever the order in which ticks arrive.
 *
 * <p><b>Edges</b>: two different ticks of one bar share their 64 bits about once in 10^13 bars of 1,024 ticks. The function is part of the
 * state's layout, because fingerprints are kept with the bars.
 */
final class TickIdentity {

    /* Odd and unlike one another: digits of the golden ratio, of e and of square roots. */
    private static final long[] SALTS = {
        0x9E3779B97F4A7C15L,
        0xC2B2AE3D27D4EB4FL,
        0xB7E151628AED2A6BL,
        0x6A09E667F3BCC909L,
        0xBB67AE8584CAA73BL,
        0x3C6EF372FE94F82BL,
        0xA54FF53A5F1D36F1L,
        0x510E527FADE682D1L,
        0x9B05688C2B3E6C1FL,
        0x1F83D9ABFB41BD6BL
    };
    private static final long STRING_PRIME = 0x100000001B3L;

    private TickIdentity() {}

    /* Pairs of fields are mixed apart from one another, which the processor does at the same time. */
    static long of(Tick tick) {
        String tradeId = tick.tradeId();
        if (tradeId != null) {
            return finished(pair(tick.eventTimeUs(), kind(tick), 0) ^ pair(text(tick.venue()), text(tradeId), 2));
        }
        return finished(pair(tick.eventTimeUs(), tick.sequence(), 0)
                ^ pair(number(tick.bid()), number(tick.ask()), 2)
                ^ Long.rotateLeft(pair(number(tick.bidSize()), number(tick.askSize()), 4), 13)
                ^ Long.rotateLeft(pair(number(tick.price()), number(tick.size()), 6), 29)
                ^ Long.rotateLeft(
                        pair(
                                text(tick.venue()) + kind(tick),
                                Long.rotateLeft(text(tick.conditions()), 8) + side(tick),
                                8),
                        47));
    }

    /* Both halves of the product of two salted numbers. */
    private static long pair(long first, long second, int salt) {
        long left = first ^ SALTS[salt];
        long right = second ^ SALTS[salt + 1];
        return Math.multiplyHigh(left, right) ^ (left * right);
    }

    private static long finished(long mixed) {
        long hash = (mixed ^ (mixed >>> 32)) * SALTS[0];
        return hash ^ (hash >>> 29);
    }

    private static long kind(Tick tick) {
        return switch (tick.kind()) {
            case QUOTE -> 1;
            case TRADE -> 2;
            case HEARTBEAT -> 3;
        };
    }

    private static long side(Tick tick) {
        return switch (tick.aggressorSide()) {
            case UNKNOWN -> 0;
            case BUY -> 1;
            case SELL -> 2;
        };
    }

    private static long number(double value) {
        return Double.doubleToLongBits(value);
    }

    private static long text(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long hash = text.length() + 1L;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * STRING_PRIME;
        }
        return hash;
    }
}
