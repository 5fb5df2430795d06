package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.EUR_USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BarAccumulatorTest {

    private static final Tick.Origin ORIGIN = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);

    private record Placed(Tick tick, long offset) {}

    @Property
    void shouldNotDependOnTheOrderOfQuotes(@ForAll long seed) {
        List<Placed> ticks = quotes(new Random(seed));

        assertThat(shuffled(ticks, seed, true)).isEqualTo(bar(accumulate(ticks, true), true));
    }

    @Property
    void shouldNotDependOnTheOrderOfTrades(@ForAll long seed) {
        List<Placed> ticks = trades(new Random(seed));

        assertThat(shuffled(ticks, seed, false)).isEqualTo(bar(accumulate(ticks, false), false));
    }

    @Property
    void shouldMergeAnySplitToTheWhole(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int parts) {
        Random random = new Random(seed);
        List<Placed> ticks = quotes(random);
        List<List<Placed>> split = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            split.add(new ArrayList<>());
        }
        ticks.forEach(tick -> split.get(random.nextInt(parts)).add(tick));

        BarAccumulator merged = new BarAccumulator(0, 60_000_000, true);
        split.stream().filter(part -> !part.isEmpty()).forEach(part -> merged.merge(accumulate(part, true)));

        assertThat(bar(merged, true)).isEqualTo(bar(accumulate(ticks, true), true));
        assertThat(merged.firstOffset).isEqualTo(0);
        assertThat(merged.lastOffset).isEqualTo(ticks.size() - 1L);
    }

    @Test
    void shouldOrderEqualTimesBySequence() {
        BarAccumulator bar = new BarAccumulator(0, 60_000_000, true);
        bar.add(quote(10, 2, 1.2), 0, 5, 0);
        bar.add(quote(10, 1, 1.1), 1, 5, 0);
        bar.add(quote(10, 3, 1.3), 2, 5, 0);

        assertThat(bar.price.open).isEqualTo(1.1);
        assertThat(bar.price.close).isEqualTo(1.3);
    }

    @Test
    void shouldOrderEqualTimesAndSequencesByOffset() {
        BarAccumulator bar = new BarAccumulator(0, 60_000_000, true);
        bar.add(quote(10, 0, 1.3), 9, 5, 0);
        bar.add(quote(10, 0, 1.1), 7, 5, 0);
        bar.add(quote(10, 0, 1.2), 8, 5, 0);

        assertThat(bar.price.open).isEqualTo(1.1);
        assertThat(bar.price.close).isEqualTo(1.3);
    }

    private static Bar shuffled(List<Placed> ticks, long seed, boolean quotes) {
        List<Placed> shuffled = new ArrayList<>(ticks);
        Collections.shuffle(shuffled, new Random(seed + 1));
        return bar(accumulate(shuffled, quotes), quotes);
    }

    private static BarAccumulator accumulate(List<Placed> ticks, boolean quotes) {
        BarAccumulator bar = new BarAccumulator(0, 60_000_000, quotes);
        ticks.forEach(placed -> bar.add(placed.tick, placed.offset, 5, 2));
        return bar;
    }

    private static Bar bar(BarAccumulator bar, boolean quotes) {
        return Bars.toBar(
                bar,
                quotes ? SymbolScript.QUOTED : SymbolScript.TRADED,
                Timeframe.M1,
                BarSource.LIVE,
                BarStatus.FINAL,
                null);
    }

    private static List<Placed> quotes(Random random) {
        List<Placed> ticks = new ArrayList<>();
        for (int count = 1 + random.nextInt(40), offset = 0; offset < count; offset++) {
            // Most prices keep to the scale, some have more decimals, some all the digits a double has.
            double bid = price(random);
            ticks.add(new Placed(
                    Tick.quote(ORIGIN, EUR_USD, random.nextInt(20), random.nextInt(3), bid, price(random)), offset));
        }
        return ticks;
    }

    private static List<Placed> trades(Random random) {
        List<Placed> ticks = new ArrayList<>();
        for (int count = 1 + random.nextInt(40), offset = 0; offset < count; offset++) {
            AggressorSide side = random.nextBoolean() ? AggressorSide.BUY : AggressorSide.SELL;
            double size = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(9))
                    .doubleValue();
            ticks.add(new Placed(
                    Tick.trade(ORIGIN, EUR_USD, random.nextInt(20), random.nextInt(3), price(random), size, side, null),
                    offset));
        }
        return ticks;
    }

    private static double price(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 1 + random.nextDouble();
            case 1 ->
                BigDecimal.valueOf(1_000_000_000L + random.nextInt(1_000_000_000), 9)
                        .doubleValue();
            default -> BigDecimal.valueOf(100_000 + random.nextInt(100_000), 5).doubleValue();
        };
    }

    private static Tick quote(long timeUs, long sequence, double price) {
        return Tick.quote(ORIGIN, EUR_USD, timeUs, sequence, price, price);
    }
}
