package io.candlewick.market;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.CorrectionCause;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BarTest {

    @Test
    void shouldRankLiveOverRepairedOverRolledUpOverVendorOverIncomplete() {
        List<Bar> fromWorstToBest = List.of(
                aBar().source(BarSource.LIVE).incomplete().build(),
                aBar().source(BarSource.VENDOR).build(),
                aBar().source(BarSource.ROLLED_UP).build(),
                aBar().source(BarSource.REPAIRED).build(),
                aBar().source(BarSource.LIVE).build());

        assertThat(fromWorstToBest)
                .extracting(Bar::version)
                .containsExactly(1L << 32, 2L << 32, 3L << 32, 4L << 32, 5L << 32);
    }

    @Test
    void shouldRankACorrectionOverWhatItCorrects() {
        assertThat(aBar().corrected(3, CorrectionCause.LATE_TICK).build().version())
                .isEqualTo((5L << 32) + 3)
                .isGreaterThan(
                        aBar().corrected(2, CorrectionCause.LATE_TICK).build().version());
    }

    @Property
    void shouldNeverLetARevisionReachTheNextRank(@ForAll @IntRange(max = Integer.MAX_VALUE) int revision) {
        assertThat(Bar.version(BarSource.LIVE, false, revision)).isLessThan(Bar.version(BarSource.VENDOR, true, 0));
        assertThat(Bar.version(BarSource.VENDOR, true, revision)).isLessThan(Bar.version(BarSource.ROLLED_UP, true, 0));
        assertThat(Bar.version(BarSource.ROLLED_UP, true, revision))
                .isLessThan(Bar.version(BarSource.REPAIRED, true, 0));
        assertThat(Bar.version(BarSource.REPAIRED, true, revision)).isLessThan(Bar.version(BarSource.LIVE, true, 0));
    }
}
