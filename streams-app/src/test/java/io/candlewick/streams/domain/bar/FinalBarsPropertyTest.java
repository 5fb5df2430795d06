package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickAction;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The FINAL bars of all eight timeframes are the same, field by field, for any order of arrival within grace, with duplicates anywhere within
 * grace, from one feed or from two interleaved ones that deliver some ticks both, with cancels before or after their trades, and whatever
 * the number of restarts: over clock changes, a weekend and a leap day.
 */
class FinalBarsPropertyTest {

    private static final long SECOND_US = 1_000_000L;
    private static final long GRACE_US = 2 * SECOND_US;
    private static final long HOUR_US = 3_600 * SECOND_US;
    private static final String OTHER_FEED = "feed-2";

    /* Spring and autumn of New York, the weekend of foreign exchange, a leap day, a week's end in UTC. */
    private static final List<String> STARTS = List.of(
            "2014-03-09T05:50:00Z",
            "2014-11-02T04:50:00Z",
            "2014-05-09T20:50:00Z",
            "2016-02-28T23:50:00Z",
            "2014-05-04T23:50:00Z");
    private static final List<String> CALENDARS = List.of("utc", "America/New_York 17:00", "fx");

    @Property(tries = 120)
    void shouldBeTheSameForAnyArrivalOfQuotes(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 4) int start,
            @ForAll @IntRange(min = 0, max = 2) int calendar) {
        check(new Scenario(seed, STARTS.get(start), CALENDARS.get(calendar), PriceBasis.QUOTE));
    }

    @Property(tries = 120)
    void shouldBeTheSameForAnyArrivalOfTradesAndCancels(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 4) int start,
            @ForAll @IntRange(min = 0, max = 2) int calendar) {
        check(new Scenario(seed, STARTS.get(start), CALENDARS.get(calendar), PriceBasis.TRADE));
    }

    private static void check(Scenario scenario) {
        List<Tick> events = scenario.events();
        List<Arrival> inOrder = new ArrayList<>();
        for (Tick event : events) {
            inOrder.add(new Arrival(event.eventTimeUs(), event));
        }

        Map<BarKey, Bar> plain = finals(scenario, inOrder, false);
        Map<BarKey, Bar> shuffled = finals(scenario, scenario.disturbed(events), true);

        assertThat(shuffled).isEqualTo(plain);
        assertThat(plain).isNotEmpty();
    }

    private static Map<BarKey, Bar> finals(Scenario scenario, List<Arrival> arrivals, boolean restarts) {
        SymbolScript script = new SymbolScript(scenario.instrument, Timeframe.STANDARD);
        script.started(SymbolScript.FEED, scenario.startUs);
        script.started(OTHER_FEED, scenario.startUs);
        Random random = new Random(scenario.seed);
        for (Arrival arrival : arrivals) {
            Admission admission = script.add(arrival.tick);
            assertThat(admission).isIn(Admission.ADDED, Admission.DUPLICATE, Admission.AMENDED);
            if (random.nextInt(4) == 0) {
                // Both feeds promise what they have sent, up to this moment.
                script.alive(SymbolScript.FEED, arrival.atUs);
                script.alive(OTHER_FEED, arrival.atUs);
            }
            if (restarts && random.nextInt(8) == 0) {
                script.restart();
            }
        }
        script.ended(SymbolScript.FEED, scenario.endUs);
        script.ended(OTHER_FEED, scenario.endUs);
        Map<BarKey, Bar> finals = new LinkedHashMap<>();
        for (Bar bar : script.bars()) {
            assertThat(finals.put(bar.key(), bar))
                    .as("said twice: %s", bar.key())
                    .isNull();
        }
        return finals;
    }

    private record Arrival(long atUs, Tick tick) {}

    private static final class Scenario {

        final long seed;
        final Random random;
        final long startUs;
        final long endUs;
        final Instrument instrument;
        private final long spanUs;

        Scenario(long seed, String start, String calendar, PriceBasis basis) {
            this.seed = seed;
            this.random = new Random(seed);
            this.startUs = SymbolScript.at(start);
            this.spanUs = List.of(HOUR_US / 4, 6 * HOUR_US, 80 * HOUR_US).get(random.nextInt(3));
            this.endUs = startUs + spanUs + GRACE_US;
            this.instrument = SymbolScript.instrument(basis, 5, 2, TradingCalendar.parse(calendar));
        }

        /** What happened, in order: no two of one time and sequence. */
        List<Tick> events() {
            List<Tick> events = new ArrayList<>();
            int count = 20 + random.nextInt(120);
            for (int index = 0; index < count; index++) {
                long stepUs = random.nextInt(3) == 0 ? 60 * SECOND_US : SECOND_US / 2;
                long timeUs = startUs + (long) (random.nextDouble() * spanUs) / stepUs * stepUs;
                Tick tick = tick(timeUs, index);
                events.add(tick);
                if (instrument.priceBasis() == PriceBasis.TRADE && random.nextInt(6) == 0) {
                    events.add(tick.as(TickAction.CANCEL));
                } else if (instrument.priceBasis() == PriceBasis.TRADE && random.nextInt(6) == 0) {
                    events.add(corrected(tick, count + index));
                }
            }
            events.sort(Comparator.comparingLong(Tick::eventTimeUs));
            return events;
        }

        /** The same, each at most grace after it happened, some of it again, each from either feed. */
        List<Arrival> disturbed(List<Tick> events) {
            List<Arrival> arrivals = new ArrayList<>();
            for (Tick event : events) {
                int times = 1 + (random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0);
                for (int again = 0; again < times; again++) {
                    long delayUs = (long) (random.nextDouble() * GRACE_US);
                    arrivals.add(new Arrival(event.eventTimeUs() + delayUs, fromEither(event)));
                }
            }
            arrivals.sort(Comparator.comparingLong(Arrival::atUs));
            return arrivals;
        }

        private Tick fromEither(Tick tick) {
            String feed = random.nextBoolean() ? SymbolScript.FEED : OTHER_FEED;
            Tick.Origin origin = new Tick.Origin(tick.tenant(), feed, tick.ingestTimeUs());
            return instrument.priceBasis() == PriceBasis.QUOTE
                    ? Tick.quote(origin, tick.symbol(), tick.eventTimeUs(), tick.sequence(), tick.bid(), tick.ask())
                    : Tick.trade(
                                    origin,
                                    tick.symbol(),
                                    tick.eventTimeUs(),
                                    tick.sequence(),
                                    tick.price(),
                                    tick.size(),
                                    tick.aggressorSide(),
                                    tick.tradeId())
                            .as(tick.action());
        }

        private Tick tick(long timeUs, long sequence) {
            Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);
            if (instrument.priceBasis() == PriceBasis.QUOTE) {
                return Tick.quote(origin, SymbolScript.EUR_USD, timeUs, sequence, price(), price());
            }
            return Tick.trade(
                    origin,
                    SymbolScript.EUR_USD,
                    timeUs,
                    sequence,
                    price(),
                    size(),
                    AggressorSide.SELL,
                    "t" + sequence);
        }

        private Tick corrected(Tick trade, long sequence) {
            Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);
            return Tick.trade(
                            origin,
                            trade.symbol(),
                            trade.eventTimeUs(),
                            sequence,
                            price(),
                            size(),
                            AggressorSide.BUY,
                            trade.tradeId())
                    .as(TickAction.CORRECT);
        }

        private double price() {
            return (138_000 + random.nextInt(1_000)) / 1e5;
        }

        private double size() {
            return (1 + random.nextInt(1_000)) / 1e2;
        }
    }
}
