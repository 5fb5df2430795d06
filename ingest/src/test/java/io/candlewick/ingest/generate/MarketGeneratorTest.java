package io.candlewick.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarketGeneratorTest {

    private static final LocalDate SUNDAY = LocalDate.of(2024, 3, 3);
    private static final List<Instrument> INSTRUMENTS = Instruments.bundled("system");
    private static final long GRACE_US = 2_000_000L;

    @Property(tries = 5)
    void shouldMakeTheSameMarketOfTheSameSeed(@ForAll long seed) {
        assertThat(all(generator(seed, 2_000))).isEqualTo(all(generator(seed, 2_000)));
    }

    @Test
    void shouldMakeAnotherMarketOfAnotherSeed() {
        assertThat(all(generator(1, 2_000))).isNotEqualTo(all(generator(2, 2_000)));
    }

    @Test
    void shouldStayTheSameFromReleaseToRelease() {
        List<Tick> ticks = all(generator(42, 2_000));

        // Known values: whoever changes them changes every demo and every test that counts on a seed.
        assertThat(ticks.stream().filter(tick -> tick.kind() == TickKind.QUOTE).limit(2))
                .extracting(tick ->
                        tick.symbol() + " " + Times.instant(tick.eventTimeUs()) + " " + tick.bid() + " " + tick.ask())
                .containsExactly(
                        "EUR/GBP 2024-03-03T22:22:27.148Z 0.85557 0.85586",
                        "EUR/USD 2024-03-03T22:37:28.306Z 1.08443 1.08461");
    }

    @Test
    void shouldSpanTheWeekAndTheWeekend() {
        MarketGenerator generator = generator(1, 2_000);
        List<Tick> ticks = all(generator);
        GeneratorStats stats = generator.stats();

        assertThat(stats.open()).isEqualTo(Instant.parse("2024-03-03T22:00:00Z"));
        assertThat(stats.close()).isEqualTo(Instant.parse("2024-03-08T22:00:00Z"));
        assertThat(stats.end()).isEqualTo(Instant.parse("2024-03-10T22:00:00Z"));
        assertThat(ticks.subList(0, 14)).allSatisfy(tick -> {
            assertThat(tick.feedStatus()).isEqualTo(FeedStatus.STARTED);
            assertThat(tick.eventTimeUs()).isEqualTo(Times.us(stats.open()));
        });
        assertThat(ticks.subList(ticks.size() - 14, ticks.size())).allSatisfy(tick -> {
            assertThat(tick.feedStatus()).isEqualTo(FeedStatus.ENDED);
            assertThat(tick.eventTimeUs()).isEqualTo(Times.us(stats.end()));
        });
    }

    @Test
    void shouldOpenAnHourEarlierInUtcWhileNewYorkHasSummerTime() {
        GeneratorOptions summer =
                GeneratorOptions.demo(1, LocalDate.of(2024, 7, 7)).withTicksPerWeek(100);

        assertThat(new MarketGenerator(summer, INSTRUMENTS).stats().open())
                .isEqualTo(Instant.parse("2024-07-07T21:00:00Z"));
    }

    @Test
    void shouldDeliverInTheOrderOfIngestTimes() {
        assertThat(all(generator(3, 20_000)))
                .isSortedAccordingTo((left, right) -> Long.compare(left.ingestTimeUs(), right.ingestTimeUs()));
    }

    @Test
    void shouldKeepThePromiseOfHeartbeatsButForWhatComesLate() {
        MarketGenerator generator = generator(3, 20_000);
        long aliveUs = Long.MIN_VALUE;
        long behind = 0;

        while (generator.hasNext()) {
            Tick tick = generator.next();
            if (tick.feedStatus() == FeedStatus.ALIVE) {
                aliveUs = tick.eventTimeUs();
            } else if (tick.kind() == TickKind.QUOTE && tick.eventTimeUs() <= aliveUs - GRACE_US) {
                behind++;
            }
        }

        assertThat(behind)
                .isPositive()
                .isLessThanOrEqualTo(
                        generator.stats().late() + generator.stats().duplicates());
    }

    @Test
    void shouldCountWhatItInjects() {
        MarketGenerator generator = generator(5, 100_000);
        List<Tick> quotes = all(generator).stream()
                .filter(tick -> tick.kind() == TickKind.QUOTE)
                .toList();
        GeneratorStats stats = generator.stats();
        Set<Long> seen = new HashSet<>();
        long duplicates =
                quotes.stream().filter(tick -> !seen.add(tick.sequence())).count();
        Set<Long> counted = new HashSet<>();
        List<Tick> first =
                quotes.stream().filter(tick -> counted.add(tick.sequence())).toList();

        assertThat(stats.duplicates()).isEqualTo(duplicates).isBetween(100L, 300L);
        assertThat(stats.quotes() + stats.lostInOutage()).isBetween(98_000L, 102_000L);
        assertThat(stats.delivered()).isEqualTo(quotes.size());
        assertThat(stats.late()).isBetween(25L, 90L);
        assertThat(stats.outOfOrder()).isBetween(800L, 1_200L);
        // A duplicate may overtake a delayed original: then the original counts as delivered by its duplicate.
        assertThat(first.stream().filter(tick -> delayUs(tick) > GRACE_US).count())
                .isCloseTo(stats.late(), org.assertj.core.data.Offset.offset(3L));
        assertThat(quotes).allSatisfy(tick -> assertThat(delayUs(tick)).isBetween(0L, 24 * 3_600_000_000L));
    }

    @Test
    void shouldDeliverNothingWhileTheFeedIsDown() {
        MarketGenerator generator = generator(5, 100_000);
        List<Tick> ticks = all(generator);
        GeneratorStats stats = generator.stats();
        long fromUs = Times.us(stats.outageFrom());
        long toUs = Times.us(stats.outageTo());

        assertThat(Duration.between(stats.outageFrom(), stats.outageTo()))
                .isBetween(Duration.ofMinutes(23), Duration.ofMinutes(27));
        assertThat(stats.outageFrom().atZone(java.time.ZoneOffset.UTC).getHour())
                .isBetween(13, 15);
        assertThat(stats.lostInOutage()).isPositive();
        assertThat(ticks.stream().filter(tick -> tick.ingestTimeUs() > fromUs && tick.ingestTimeUs() < toUs))
                .isEmpty();
        assertThat(ticks.stream().filter(tick -> tick.kind() == TickKind.QUOTE))
                .noneMatch(tick -> tick.eventTimeUs() > fromUs && tick.eventTimeUs() < toUs);
        assertThat(marks(ticks, FeedStatus.DOWN)).hasSize(14).allMatch(tick -> tick.eventTimeUs() == fromUs);
        assertThat(marks(ticks, FeedStatus.STARTED)).hasSize(28);
        assertThat(marks(ticks, FeedStatus.STARTED).subList(14, 28)).allMatch(tick -> tick.eventTimeUs() == toUs);
    }

    @Test
    void shouldQuoteExactDecimalsThatAreNotCrossed() {
        Map<Symbol, Instrument> instruments =
                INSTRUMENTS.stream().collect(Collectors.toMap(Instrument::symbol, Function.identity()));

        assertThat(all(generator(7, 20_000)).stream().filter(tick -> tick.kind() == TickKind.QUOTE))
                .allSatisfy(tick -> {
                    int scale = Objects.requireNonNull(instruments.get(tick.symbol()))
                            .priceScale();
                    assertThat(BigDecimal.valueOf(tick.bid())
                                    .stripTrailingZeros()
                                    .scale())
                            .isLessThanOrEqualTo(scale);
                    assertThat(BigDecimal.valueOf(tick.ask())
                                    .stripTrailingZeros()
                                    .scale())
                            .isLessThanOrEqualTo(scale);
                    assertThat(tick.bid()).isPositive().isLessThan(tick.ask());
                });
    }

    @Test
    void shouldHaveOneQuietSymbolAndBusyLondonHours() {
        MarketGenerator generator = generator(9, 100_000);
        List<Tick> ticks = all(generator);
        Map<Symbol, Long> bySymbol = generator.stats().quotesBySymbol();

        assertThat(bySymbol).hasSize(14).containsOnlyKeys(MarketGenerator.symbols());
        assertThat(bySymbol.get(Symbol.of("USD/TRY"))).isBetween(50L, 250L);
        assertThat(bySymbol.get(Symbol.of("EUR/USD"))).isBetween(13_000L, 15_000L);
        assertThat(inHour(ticks, 14)).isGreaterThan(4 * inHour(ticks, 22));
    }

    @Test
    void shouldRefuseAWeekThatDoesNotOpenOnASunday() {
        assertThatThrownBy(() -> new MarketGenerator(GeneratorOptions.demo(1, LocalDate.of(2024, 3, 4)), INSTRUMENTS))
                .hasMessage("week_start=2024-03-04 is a MONDAY; the FX week opens on a Sunday");
    }

    private static long inHour(List<Tick> ticks, int hourUtc) {
        return ticks.stream()
                .filter(tick -> tick.kind() == TickKind.QUOTE)
                .filter(tick -> tick.eventTimeUs() / 3_600_000_000L % 24 == hourUtc)
                .count();
    }

    private static List<Tick> marks(List<Tick> ticks, FeedStatus status) {
        return ticks.stream().filter(tick -> tick.feedStatus() == status).toList();
    }

    private static long delayUs(Tick tick) {
        return tick.ingestTimeUs() - tick.eventTimeUs();
    }

    private static MarketGenerator generator(long seed, long ticks) {
        return new MarketGenerator(GeneratorOptions.demo(seed, SUNDAY).withTicksPerWeek(ticks), INSTRUMENTS);
    }

    private static List<Tick> all(MarketGenerator generator) {
        List<Tick> ticks = new ArrayList<>();
        generator.forEachRemaining(ticks::add);
        return ticks;
    }
}
