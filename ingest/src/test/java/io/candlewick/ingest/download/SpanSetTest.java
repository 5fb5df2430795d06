package io.candlewick.ingest.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.TimeSpan;
import org.junit.jupiter.api.Test;

class SpanSetTest {

    private final SpanSet set = new SpanSet();

    @Test
    void shouldMergeSpansThatOverlapOrTouch() {
        set.add(10, 20);
        set.add(30, 40);
        set.add(20, 25);
        set.add(24, 30);
        set.add(50, 50);

        assertThat(set.spans()).containsExactly(new TimeSpan(10, 40));
    }

    @Test
    void shouldTellWhatIsMissing() {
        set.add(10, 20);
        set.add(30, 40);

        assertThat(set.missing(0, 50)).containsExactly(new TimeSpan(0, 10), new TimeSpan(20, 30), new TimeSpan(40, 50));
        assertThat(set.missing(12, 35)).containsExactly(new TimeSpan(20, 30));
        assertThat(set.missing(10, 20)).isEmpty();
    }

    @Test
    void shouldTellCoveringFromTouching() {
        set.add(10, 20);

        assertThat(set.covers(10, 20)).isTrue();
        assertThat(set.covers(10, 21)).isFalse();
        assertThat(set.touches(20, 30)).isFalse();
        assertThat(set.touches(19, 30)).isTrue();
        assertThat(set.touches(0, 10)).isFalse();
        assertThat(set.touches(0, 11)).isTrue();
    }
}
