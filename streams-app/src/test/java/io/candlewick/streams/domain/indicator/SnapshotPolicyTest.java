package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {

    private static final SnapshotPolicy OF_MINUTES = new SnapshotPolicy(128, 2, 8);

    @Test
    void shouldKeepFewOfTheOldAndAllOfTheNew() {
        SnapshotPolicy policy = new SnapshotPolicy(10, 2, 3);

        assertThat(policy.keptAfter(9)).isEmpty();
        assertThat(policy.keptAfter(10)).containsExactly(10L);
        assertThat(policy.keptAfter(325)).containsExactly(240L, 280L, 300L, 310L, 320L);
    }

    @Test
    void shouldNeverWantBackWhatItHadDeleted() {
        SnapshotPolicy policy = OF_MINUTES;
        SortedSet<Long> kept = new TreeSet<>();
        for (long bars = 1; bars < 100_000; bars++) {
            if (policy.isDue(bars)) {
                kept.add(bars);
            }
            long seen = bars;
            kept.removeIf(snapshot -> !policy.isKept(snapshot, seen));
            if (policy.isDue(bars)) {
                assertThat(kept).isEqualTo(policy.keptAfter(bars));
                assertThat(kept.size()).isLessThanOrEqualTo(12);
            }
        }
    }

    @Test
    void shouldHaveASnapshotAtMostTwiceAsFarFromABarAsTheBarIsOld() {
        long seen = 99_999;
        for (long age = 1; age < 30_000; age += 7) {
            long before = seen - age;
            long snapshot = OF_MINUTES.keptAfter(seen).headSet(before).last();

            assertThat(before - snapshot).isLessThanOrEqualTo(2 * age + 256);
        }
    }

    @Test
    void shouldRefuseBoundsWithoutSense() {
        assertThatThrownBy(() -> new SnapshotPolicy(0, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("everyBars=0 kept=2 levels=1: at least 1, 2 and from 0 to 20");
    }
}
