package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.FEED;
import static io.candlewick.topology.LaneDriver.at;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickAction;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A Monday morning that fills every store, in two halves: state is written in between. Changing it makes the golden files worthless; make a
 * new scenario beside it.
 */
final class GoldenScenario {

    private static final Symbol BTC_USD = Symbol.of("BTC/USD");
    private static final int SECONDS_A_QUOTE = 7;

    private GoldenScenario() {}

    static void instruments(LaneDriver lane) {
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2))
                .with(new QualityRules(
                        CrossedQuotes.FLAG, OptionalDouble.empty(), OptionalDouble.of(0.05), 3, Optional.empty())));
        lane.instrument(new Instrument(
                BarKey.SYSTEM_TENANT,
                BTC_USD,
                AssetClass.CRYPTO,
                PriceBasis.TRADE,
                Double.NaN,
                2,
                0,
                TradingCalendar.UTC,
                Duration.ofSeconds(2),
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of()));
    }

    /** Three quarters of an hour of quotes and trades, a late tick, a cancel and a spike; minutes are open at its end. */
    static void first(LaneDriver lane) {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.mark(BTC_USD, "00:00:00", FeedStatus.STARTED);
        for (int second = 1; second < 45 * 60; second += SECONDS_A_QUOTE) {
            lane.tick(quote(second));
            lane.tick(trade(second, "t" + second));
            if (second % 3 == 0) {
                lane.alive(time(second));
            }
        }
        lane.quote("00:30:10.5", 1.25, 1.26);
        lane.tick(trade(127, "t127").as(TickAction.CANCEL));
        lane.quote("00:44:59", 1300, 1301);
    }

    /** Another quarter of an hour, which corrects bars that were closed in the first half and closes those that were open. */
    static void second(LaneDriver lane) {
        lane.quote("00:12:13.25", 1.2512, 1.2514);
        lane.tick(trade(253, "t253").as(TickAction.CANCEL));
        for (int second = 45 * 60; second < 62 * 60; second += SECONDS_A_QUOTE) {
            lane.tick(quote(second));
            lane.tick(trade(second, "t" + second));
            lane.alive(time(second));
        }
        lane.mark(EUR_USD, "01:02:00", FeedStatus.DOWN);
        lane.mark(EUR_USD, "01:03:00", FeedStatus.STARTED);
        lane.alive("01:06:00");
    }

    private static Tick quote(int second) {
        double bid = Math.round(125_000 + 60 * Math.sin(second / 130.0) + second % 11) / 1e5;
        return LaneDriver.quote(EUR_USD, time(second), bid, Math.round(bid * 1e5 + 2) / 1e5);
    }

    private static Tick trade(int second, String id) {
        double price = Math.round(4_200_000 + 900 * Math.cos(second / 90.0) + second % 17) / 1e2;
        return Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, at(time(second))),
                BTC_USD,
                at(time(second)),
                0,
                price,
                (1 + second % 5) / 8.0,
                second % 2 == 0 ? AggressorSide.BUY : AggressorSide.SELL,
                id);
    }

    private static String time(int second) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    }
}
