package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    @Property
    void shouldDrawTheSameFaultsFromTheSameSeed(
            @ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds, @ForAll @IntRange(max = 200) int count) {
        assertThat(new FaultPlan(seed, kinds).first(count))
                .isEqualTo(new FaultPlan(seed, kinds).first(count))
                .hasSize(count);
    }

    @Property
    void shouldBeginALongerPlanWithTheShorterOne(
            @ForAll long seed,
            @ForAll @NotEmpty Set<FaultKind> kinds,
            @ForAll @IntRange(max = 100) int count,
            @ForAll @IntRange(max = 100) int more) {
        FaultPlan plan = new FaultPlan(seed, kinds);

        assertThat(plan.first(count + more).subList(0, count)).isEqualTo(plan.first(count));
    }

    @Property
    void shouldGiveEveryFaultAnEndWithinItsBoundsAndCalmBeforeIt(
            @ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds) {
        assertThat(new FaultPlan(seed, kinds).first(100)).allSatisfy(fault -> {
            assertThat(kinds).contains(fault.kind());
            assertThat(fault.lasting())
                    .isPositive()
                    .isBetween(fault.kind().shortest(), fault.kind().longest());
            assertThat(fault.calm()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        });
    }

    @Property
    void shouldBringEveryKindBeforeAnyComesAgain(@ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds) {
        List<Fault> faults = new FaultPlan(seed, kinds).first(2 * kinds.size());

        for (List<Fault> round :
                List.of(faults.subList(0, kinds.size()), faults.subList(kinds.size(), faults.size()))) {
            assertThat(round.stream().map(Fault::kind).collect(Collectors.toSet()))
                    .isEqualTo(kinds);
        }
    }

    @Property
    void shouldBefallOneOfThoseThereAre(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
        assertThat(new FaultPlan(seed, EnumSet.allOf(FaultKind.class)).first(50))
                .allSatisfy(fault -> assertThat(fault.of(count)).isBetween(0, count - 1));
    }

    @Test
    void shouldRefuseAPlanWithoutFaults() {
        assertThatThrownBy(() -> new FaultPlan(1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameEveryKindWhereAnUnknownOneIsAskedFor() {
        assertThatThrownBy(() -> FaultKind.ofTitle("eat-broker")).hasMessageContaining("kill-broker,");
        assertThat(FaultKind.ofTitle("kill-broker")).isEqualTo(FaultKind.KILL_BROKER);
    }
}
