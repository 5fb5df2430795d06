package io.candlewick.streams.domain.bar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.TradingCalendar;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever the order, the last version of every bar in all eight timeframes is what grouping the ticks by hand gives. The grouping below
 * shares no code with the product.
 */
class SymbolStatePropertyTest {

    private static final long SECOND_US = 1_000_000L;
    private static final long HOUR_US = 3_600 * SECOND_US;
    private static final long GRACE_US = 2 * SECOND_US;
    private static final List<AggressorSide> SIDES =
            List.of(AggressorSide.BUY, AggressorSide.SELL, AggressorSide.UNKNOWN);
    private static final Tick.Origin ORIGIN = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);

    /* Spring and autumn of New York, a leap day, and a plain Wednesday before a week's end. */
    private static final List<String> STARTS =
            List.of("2014-03-08T20:00:00Z", "2014-11-01T19:00:00Z", "2016-02-28T12:00:00Z", "2014-05-07T23:58:00Z");

    @Property(tries = 80)
    void shouldEqualGroupingByHandForQuotes(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int start, @ForAll boolean newYork) {
        check(new Scenario(seed, STARTS.get(start), newYork, PriceBasis.QUOTE));
    }

    @Property(tries = 80)
    void shouldEqualGroupingByHandForTrades(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int start, @ForAll boolean newYork) {
        check(new Scenario(seed, STARTS.get(start), newYork, PriceBasis.TRADE));
    }

    @Property(tries = 60)
    void shouldSayTheSameFinalBarsForAnyOrderWithinGrace(@ForAll long seed, @ForAll boolean newYork) {
        Scenario scenario = new Scenario(seed, STARTS.get(3), newYork, PriceBasis.QUOTE);
        List<Arrival> inOrder = scenario.ticks(0);
        List<Arrival> disordered = new ArrayList<>(inOrder);
        // Each tick comes at most grace after the time it carries.
        disordered.sort(Comparator.comparingLong(arrival -> arrival.tick.eventTimeUs() + scenario.delay(GRACE_US)));

        assertThat(finals(scenario, disordered)).isEqualTo(finals(scenario, inOrder));
    }

    private static Map<BarKey, Bar> finals(Scenario scenario, List<Arrival> arrivals) {
        SymbolScript script = new SymbolScript(scenario.instrument);
        script.started(scenario.start);
        arrivals.forEach(arrival -> script.add(arrival.tick));
        script.ended(SymbolScript.FEED, scenario.endUs);
        Map<BarKey, Bar> finals = new LinkedHashMap<>();
        for (Bar bar : script.bars()) {
            assertThat(finals.put(bar.key(), bar))
                    .as("said twice: %s", bar.key())
                    .isNull();
        }
        return finals;
    }

    private static void check(Scenario scenario) {
        SymbolScript script = new SymbolScript(scenario.instrument);
        script.started(scenario.start);
        List<Arrival> arrivals = scenario.ticks(40 * 60);

        long clockUs = Long.MIN_VALUE;
        for (Arrival arrival : arrivals) {
            if (arrival.tick.kind() == TickKind.HEARTBEAT) {
                script.alive(SymbolScript.FEED, arrival.tick.eventTimeUs());
            } else {
                Admission admission = script.add(arrival.tick);
                assertThat(admission).isIn(Admission.ADDED, Admission.CORRECTED);
            }
            if (scenario.random.nextInt(20) == 0) {
                script.restart();
            }
            clockUs = Math.max(clockUs, arrival.tick.eventTimeUs());
        }
        script.ended(SymbolScript.FEED, clockUs);

        Map<BarKey, Bar> last = new HashMap<>();
        for (Bar bar : script.bars()) {
            Bar before = last.put(bar.key(), bar);
            assertThat(bar.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
        }
        Map<String, Expected> expected = byHand(scenario, arrivals);
        assertThat(last.keySet().stream().map(BarKey::text)).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((key, bar) -> bar.check(requireNonNull(last.get(BarKey.parse(key)))));
    }

    private static Map<String, Expected> byHand(Scenario scenario, List<Arrival> arrivals) {
        List<Tick> ticks = new ArrayList<>();
        arrivals.forEach(arrival -> {
            if (arrival.tick.kind() != TickKind.HEARTBEAT) {
                ticks.add(arrival.tick);
            }
        });
        // A stable sort: ticks of equal time and sequence stay in the order of their arrival, which is that of their
        // offsets.
        ticks.sort(Comparator.comparingLong(Tick::eventTimeUs).thenComparingLong(Tick::sequence));
        Map<String, Expected> bars = new HashMap<>();
        for (Tick tick : ticks) {
            spans(tick.eventTimeUs(), scenario.zone, scenario.dayStart)
                    .forEach((timeframe, start) -> bars.computeIfAbsent(
                                    "system|EUR/USD|" + timeframe + "|" + start, none -> new Expected())
                            .ticks
                            .add(tick));
        }
        return bars;
    }

    private static Map<String, Instant> spans(long timeUs, ZoneId zone, LocalTime dayStart) {
        Instant time = Instant.ofEpochSecond(timeUs / SECOND_US, timeUs % SECOND_US * 1_000);
        LocalDate date = LocalDate.ofInstant(time, zone);
        ZonedDateTime day = date.atTime(dayStart).atZone(zone);
        if (day.toInstant().isAfter(time)) {
            day = date.minusDays(1).atTime(dayStart).atZone(zone);
        }
        // The trading day of 17:00 carries the next date; Monday's begins the week.
        LocalDate named = dayStart.getHour() >= 12 ? day.toLocalDate().plusDays(1) : day.toLocalDate();
        ZonedDateTime week = day.toLocalDate()
                .minusDays(named.getDayOfWeek().getValue() - 1)
                .atTime(dayStart)
                .atZone(zone);
        long sinceDay = time.getEpochSecond() - day.toEpochSecond();
        Map<String, Instant> spans = new LinkedHashMap<>();
        Map.of("1m", 60, "5m", 300, "15m", 900, "30m", 1_800, "1h", 3_600, "4h", 14_400)
                .forEach((code, seconds) ->
                        spans.put(code, Instant.ofEpochSecond(time.getEpochSecond() - sinceDay % seconds)));
        spans.put("1d", day.toInstant());
        spans.put("1w", week.toInstant());
        return spans;
    }

    private record Arrival(long arrivesUs, Tick tick) {}

    private static final class Scenario {

        final Random random;
        final String start;
        final long startUs;
        final long endUs;
        final Instrument instrument;
        final ZoneId zone;
        final LocalTime dayStart;
        final long spanUs;

        Scenario(long seed, String start, boolean newYork, PriceBasis basis) {
            this.random = new Random(seed);
            this.start = start;
            this.startUs = SymbolScript.at(start);
            // Dense minutes in some runs, sparse days in others.
            this.spanUs = List.of(HOUR_US / 4, 6 * HOUR_US, 80 * HOUR_US).get(random.nextInt(3));
            this.endUs = startUs + spanUs;
            this.zone = newYork ? ZoneId.of("America/New_York") : ZoneId.of("UTC");
            this.dayStart = newYork ? LocalTime.of(17, 0) : LocalTime.MIDNIGHT;
            TradingCalendar calendar = newYork ? TradingCalendar.parse("America/New_York 17:00") : TradingCalendar.UTC;
            this.instrument = SymbolScript.instrument(basis, 5, 2, calendar);
        }

        long delay(long mostUs) {
            return (long) (random.nextDouble() * mostUs);
        }

        /** Ticks in the order in which they arrive, some of them late by up to so many seconds, and heartbeats between them. */
        List<Arrival> ticks(int lateSeconds) {
            List<Arrival> arrivals = new ArrayList<>();
            int count = 20 + random.nextInt(150);
            for (int index = 0; index < count; index++) {
                // Coarse times, so that several ticks share one, and some lie exactly on a boundary.
                long stepUs = random.nextInt(4) == 0 ? 60 * SECOND_US : SECOND_US / 2;
                long timeUs = startUs + delay(spanUs) / stepUs * stepUs;
                long delayUs = lateSeconds > 0 && random.nextInt(6) == 0
                        ? delay(lateSeconds * SECOND_US)
                        : lateSeconds > 0 ? delay(GRACE_US) : 0;
                arrivals.add(new Arrival(timeUs + delayUs, tick(timeUs, lateSeconds == 0 ? index : random.nextInt(3))));
            }
            for (int index = 0; lateSeconds > 0 && index < count / 3; index++) {
                long timeUs = startUs + delay(spanUs);
                arrivals.add(
                        new Arrival(timeUs, Tick.heartbeat(ORIGIN, SymbolScript.EUR_USD, timeUs, FeedStatus.ALIVE)));
            }
            arrivals.sort(Comparator.comparingLong(Arrival::arrivesUs));
            return arrivals;
        }

        private Tick tick(long timeUs, long sequence) {
            double price =
                    BigDecimal.valueOf(138_000 + random.nextInt(1_000), 5).doubleValue();
            if (instrument.priceBasis() == PriceBasis.QUOTE) {
                double ask =
                        BigDecimal.valueOf(138_000 + random.nextInt(1_000), 5).doubleValue();
                return Tick.quote(ORIGIN, SymbolScript.EUR_USD, timeUs, sequence, price, ask);
            }
            double size = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(6))
                    .doubleValue();
            AggressorSide side = SIDES.get(random.nextInt(3));
            return Tick.trade(ORIGIN, SymbolScript.EUR_USD, timeUs, sequence, price, size, side, null);
        }
    }

    /** The ticks of one bar in order, and what they come to. */
    private static final class Expected {

        private static final MathContext DIGITS = new MathContext(40);
        private final List<Tick> ticks = new ArrayList<>();

        private static BigDecimal decimal(double value) {
            return new BigDecimal(Double.toString(value));
        }

        private static BigDecimal price(Tick tick) {
            return tick.kind() == TickKind.TRADE
                    ? decimal(tick.price())
                    : decimal(tick.bid()).add(decimal(tick.ask())).divide(BigDecimal.valueOf(2));
        }

        private static BigDecimal weight(Tick tick) {
            return tick.kind() == TickKind.TRADE ? decimal(tick.size()) : BigDecimal.ONE;
        }

        private BigDecimal volume(AggressorSide side) {
            return ticks.stream()
                    .filter(tick -> tick.aggressorSide() == side)
                    .map(Expected::weight)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        void check(Bar bar) {
            List<BigDecimal> prices = ticks.stream().map(Expected::price).toList();
            BigDecimal open = prices.get(0);
            BigDecimal close = prices.get(prices.size() - 1);
            BigDecimal high = prices.stream().max(Comparator.naturalOrder()).orElseThrow();
            BigDecimal low = prices.stream().min(Comparator.naturalOrder()).orElseThrow();
            assertThat(bar.price().open()).isEqualTo(open.doubleValue());
            assertThat(bar.price().high()).isEqualTo(high.doubleValue());
            assertThat(bar.price().low()).isEqualTo(low.doubleValue());
            assertThat(bar.price().close()).isEqualTo(close.doubleValue());
            assertThat(bar.tickCount()).as("ticks of %s", bar.key()).isEqualTo(ticks.size());
            assertThat(bar.firstTickTimeUs()).isEqualTo(ticks.get(0).eventTimeUs());
            assertThat(bar.lastTickTimeUs())
                    .isEqualTo(ticks.get(ticks.size() - 1).eventTimeUs());
            BigDecimal volume = ticks.stream().map(Expected::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal turnover = ticks.stream()
                    .map(tick -> price(tick).multiply(weight(tick)))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(bar.volume()).isEqualTo(volume.doubleValue());
            assertThat(bar.vwap()).isEqualTo(turnover.divide(volume, DIGITS).doubleValue());
            BigDecimal pip = new BigDecimal("0.0001");
            assertThat(bar.rangePips())
                    .isEqualTo(high.subtract(low).divide(pip, DIGITS).doubleValue());
            assertThat(bar.bodyPips())
                    .isEqualTo(close.subtract(open).divide(pip, DIGITS).doubleValue());
            if (bar.bid() == null || bar.ask() == null) {
                assertThat(bar.buyVolume()).isEqualTo(volume(AggressorSide.BUY).doubleValue());
                assertThat(bar.sellVolume())
                        .isEqualTo(volume(AggressorSide.SELL).doubleValue());
                return;
            }
            assertThat(bar.bid().open()).isEqualTo(ticks.get(0).bid());
            assertThat(bar.ask().close()).isEqualTo(ticks.get(ticks.size() - 1).ask());
            assertThat(bar.bid().high())
                    .isEqualTo(ticks.stream().mapToDouble(Tick::bid).max().orElseThrow());
            assertThat(bar.ask().low())
                    .isEqualTo(ticks.stream().mapToDouble(Tick::ask).min().orElseThrow());
            List<BigDecimal> spreads = ticks.stream()
                    .map(tick -> decimal(tick.ask()).subtract(decimal(tick.bid())))
                    .toList();
            assertThat(bar.spreadMax())
                    .isEqualTo(spreads.stream()
                            .max(Comparator.naturalOrder())
                            .orElseThrow()
                            .doubleValue());
            assertThat(bar.spreadMean())
                    .isEqualTo(spreads.stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .divide(BigDecimal.valueOf(ticks.size()), DIGITS)
                            .doubleValue());
        }
    }
}
