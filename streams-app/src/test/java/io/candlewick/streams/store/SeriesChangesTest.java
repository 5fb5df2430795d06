package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesChangesTest {

    private final SeriesChanges changes = new SeriesChanges();

    @Test
    void shouldSayThatBarsAfterTheLastOneLeaveTheOthersAsTheyAre() {
        changes.sawEnd(50, changes.version());
        long version = changes.version();

        changes.stored(60, 70);

        assertThat(changes.version()).isGreaterThan(version);
        assertThat(changes.onlyGrewSince(version, 10)).isTrue();
        assertThat(changes.lastStartUs()).isEqualTo(70);
    }

    @Test
    void shouldSayThatACorrectedBarIsAChangeToWhoeverReadBefore() {
        changes.sawEnd(50, changes.version());
        long version = changes.version();

        changes.stored(50, 50);

        assertThat(changes.onlyGrewSince(version, 10)).isFalse();
        assertThat(changes.onlyGrewSince(changes.version(), 10)).isTrue();
    }

    @Test
    void shouldTakeEveryBarForAChangeWhileNobodySawTheEnd() {
        long version = changes.version();

        changes.stored(60, 60);

        assertThat(changes.onlyGrewSince(version, 10)).isFalse();
    }

    @Test
    void shouldNotBelieveAnEndThatWasSeenWhileTheSeriesChanged() {
        long version = changes.version();
        changes.stored(60, 60);

        changes.sawEnd(50, version);

        assertThat(changes.lastStartUs()).isEqualTo(SeriesChanges.UNKNOWN);
    }

    @Test
    void shouldSayThatForgottenBarsMatterToThoseAloneWhoReadThem() {
        changes.sawEnd(50, changes.version());
        long version = changes.version();

        changes.forgotten(20);

        assertThat(changes.onlyGrewSince(version, 20)).isTrue();
        assertThat(changes.onlyGrewSince(version, 19)).isFalse();
        assertThat(changes.onlyGrewSince(changes.version(), 19)).isTrue();
    }

    @Test
    void shouldSayThatAnythingMayBeOtherOnceItWasRestated() {
        changes.sawEnd(50, changes.version());
        long version = changes.version();

        changes.restated();

        assertThat(changes.onlyGrewSince(version, 40)).isFalse();
        assertThat(changes.lastStartUs()).isEqualTo(50);
    }
}
