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
            @ForAll long seed,
            @ForAll @NotEmpty Set<FaultKind> kinds,
            @ForAll @IntRange(min = 1, max = 2) int atOnce,
            @ForAll @IntRange(max = 200) int count) {
        assertThat(new FaultPlan(seed, kinds, atOnce).first(count))
                .isEqualTo(new FaultPlan(seed, kinds, atOnce).first(count))
                .hasSize(count);
    }

    @Property
    void shouldBeginALongerPlanWithTheShorterOne(
            @ForAll long seed,
            @ForAll @NotEmpty Set<FaultKind> kinds,
            @ForAll @IntRange(min = 1, max = 2) int atOnce,
            @ForAll @IntRange(max = 100) int count,
            @ForAll @IntRange(max = 100) int more) {
        FaultPlan plan = new FaultPlan(seed, kinds, atOnce);

        assertThat(plan.first(count + more).subList(0, count)).isEqualTo(plan.first(count));
    }

    @Property
    void shouldGiveEveryFaultAnEndWithinItsBoundsAndCalmBeforeTheFirst(
            @ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds, @ForAll @IntRange(min = 1, max = 2) int atOnce) {
        assertThat(new FaultPlan(seed, kinds, atOnce).first(100)).allSatisfy(incident -> {
            assertThat(incident.calm()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
            assertThat(incident.faults()).hasSizeBetween(1, atOnce).allSatisfy(fault -> {
                assertThat(kinds).contains(fault.kind());
                assertThat(fault.lasting())
                        .isPositive()
                        .isBetween(fault.kind().shortest(), fault.kind().longest());
            });
        });
    }

    @Property
    void shouldBringEveryKindBeforeAnyComesAgain(@ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds) {
        List<Incident> incidents = new FaultPlan(seed, kinds, 1).first(2 * kinds.size());

        for (List<Incident> round :
                List.of(incidents.subList(0, kinds.size()), incidents.subList(kinds.size(), incidents.size()))) {
            assertThat(kindsOf(round)).isEqualTo(kinds);
        }
    }

    @Property
    void shouldBringEveryKindInPairsTooAfterAsManyIncidentsAsThereAreKinds(
            @ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds) {
        assertThat(kindsOf(new FaultPlan(seed, kinds, 2).first(kinds.size()))).isEqualTo(kinds);
    }

    @Property
    void shouldPairOnlyVictimsThatMeetAndLetTheSecondComeLater(
            @ForAll long seed, @ForAll @NotEmpty Set<FaultKind> kinds) {
        assertThat(new FaultPlan(seed, kinds, 2).first(100)).allSatisfy(incident -> {
            FaultKind.Victim first = incident.faults().get(0).kind().victim();
            assertThat(incident.faults().get(0).after()).isZero();
            if (incident.faults().size() == 2) {
                Fault second = incident.faults().get(1);
                assertThat(first.meets(second.kind().victim())).isTrue();
                assertThat(second.after()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(6));
            } else {
                assertThat(kinds).noneMatch(kind -> first.meets(kind.victim()));
            }
        });
    }

    @Test
    void shouldMeetBothWaysAndNeverItself() {
        for (FaultKind.Victim one : FaultKind.Victim.values()) {
            assertThat(one.meets(one)).isFalse();
            for (FaultKind.Victim other : FaultKind.Victim.values()) {
                assertThat(one.meets(other)).isEqualTo(other.meets(one));
            }
        }
        assertThat(FaultKind.Victim.STREAMS.meets(FaultKind.Victim.BROKER)).isTrue();
        assertThat(FaultKind.Victim.CONNECT.meets(FaultKind.Victim.TIMESCALE)).isTrue();
        assertThat(FaultKind.Victim.STREAMS.meets(FaultKind.Victim.TIMESCALE)).isFalse();
    }

    @Test
    void shouldNameBothFaultsOfAPair() {
        Incident pair = new Incident(
                3,
                Duration.ofSeconds(2),
                List.of(
                        new Fault(FaultKind.KILL_STREAMS, 7, Duration.ZERO, Duration.ofMillis(1_900)),
                        new Fault(FaultKind.PAUSE_BROKER, 1, Duration.ofMillis(700), Duration.ofSeconds(3))));

        assertThat(pair).hasToString("#3 kill-streams for 1.9 s, and pause-broker for 3.0 s after 0.7 s");
        assertThat(pair.title()).isEqualTo("kill-streams+pause-broker");
    }

    @Property
    void shouldBefallOneOfThoseThereAre(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
        assertThat(new FaultPlan(seed, EnumSet.allOf(FaultKind.class), 2).first(50))
                .flatExtracting(Incident::faults)
                .allSatisfy(fault -> assertThat(fault.of(count)).isBetween(0, count - 1));
    }

    private static Set<FaultKind> kindsOf(List<Incident> incidents) {
        return incidents.stream()
                .flatMap(incident -> incident.faults().stream())
                .map(Fault::kind)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldRefuseAPlanWithoutFaults() {
        assertThatThrownBy(() -> new FaultPlan(1, List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameEveryKindWhereAnUnknownOneIsAskedFor() {
        assertThatThrownBy(() -> FaultKind.ofTitle("eat-broker")).hasMessageContaining("kill-broker,");
        assertThat(FaultKind.ofTitle("kill-broker")).isEqualTo(FaultKind.KILL_BROKER);
    }
}
