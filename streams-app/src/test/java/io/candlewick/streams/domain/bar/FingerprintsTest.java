package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    @Property
    void shouldKeepTheNewestInOrder(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3_000) int count) {
        Random random = new Random(seed);
        Fingerprints fingerprints = new Fingerprints();
        List<Long> all = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long fingerprint = random.nextLong();
            all.add(fingerprint);
            fingerprints.add(fingerprint, random.nextBoolean());
        }

        List<Long> newest = all.subList(Math.max(0, count - Fingerprints.MOST), count);
        assertThat(fingerprints.size()).isEqualTo(newest.size());
        for (int index = 0; index < newest.size(); index++) {
            assertThat(fingerprints.get(index)).isEqualTo(newest.get(index));
            assertThat(fingerprints.contains(newest.get(index))).isTrue();
        }
        if (count > Fingerprints.MOST) {
            assertThat(fingerprints.contains(all.get(count - Fingerprints.MOST - 1)))
                    .isFalse();
        }
    }

    @Test
    void shouldLookOnlyAmongThoseOfTheLastTime() {
        Fingerprints fingerprints = new Fingerprints();
        fingerprints.add(1, true);
        fingerprints.add(2, true);
        fingerprints.add(3, false);

        assertThat(fingerprints.isAmongLatest(1)).isFalse();
        assertThat(fingerprints.isAmongLatest(2)).isTrue();
        assertThat(fingerprints.isAmongLatest(3)).isTrue();
        assertThat(fingerprints.contains(1)).isTrue();
    }

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(new Fingerprints().contains(0)).isFalse();
        assertThat(new Fingerprints().isAmongLatest(0)).isFalse();
    }
}
