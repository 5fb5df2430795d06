package io.candlewick.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpoolAgeTest {

    private static final long SECOND = 1_000_000_000L;

    private final SpoolAge age = new SpoolAge();

    @Test
    void shouldBeZeroWhileNothingWaits() {
        age.look(100, 100, SECOND);

        assertThat(age.seconds(9 * SECOND)).isZero();
    }

    @Test
    void shouldTellSinceWhenTheOldestWaits() {
        age.look(100, 50, SECOND);
        age.look(200, 50, 3 * SECOND);

        assertThat(age.seconds(10 * SECOND)).isEqualTo(9);

        age.look(200, 100, 10 * SECOND);
        assertThat(age.seconds(10 * SECOND)).isEqualTo(7);
        age.look(200, 200, 11 * SECOND);
        assertThat(age.seconds(11 * SECOND)).isZero();
    }

    @Test
    void shouldNotGrowWhileRecordsFlow() {
        for (int second = 0; second < 100; second++) {
            age.look(100L * (second + 1), 100L * second - 50, second * SECOND);
        }

        assertThat(age.seconds(99 * SECOND)).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldTellAnOutageOfADay() {
        for (long second = 0; second < 86_400; second++) {
            age.look(100 + second, 50, second * SECOND);
        }

        assertThat(age.seconds(86_400 * SECOND)).isEqualTo(86_400);
    }
}
