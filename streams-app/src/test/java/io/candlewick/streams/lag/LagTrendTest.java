package io.candlewick.streams.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagTrendTest {

    private static final TopicPartition PARTITION = new TopicPartition("ticks.live", 0);

    @Test
    void shouldBeOkWhenNothingWaits() {
        assertThat(LagTrend.of(List.of(at(10, 10), at(20, 20), at(30, 30)))).isEqualTo(LagTrend.OK);
    }

    @Test
    void shouldBeOkWhenWhatWaitsGetsLess() {
        assertThat(LagTrend.of(List.of(at(10, 100), at(40, 110), at(80, 120)))).isEqualTo(LagTrend.OK);
    }

    @Test
    void shouldWarnWhenItReadsAndFallsBehind() {
        assertThat(LagTrend.of(List.of(at(10, 100), at(20, 200), at(30, 300)))).isEqualTo(LagTrend.WARN);
    }

    @Test
    void shouldStallWhenMembersReadNothing() {
        assertThat(LagTrend.of(List.of(at(10, 100), at(10, 100), at(10, 100)))).isEqualTo(LagTrend.STALL);
    }

    @Test
    void shouldStopWhenRecordsWaitAndNobodyIsThere() {
        PartitionLag alone = new PartitionLag("group", PARTITION, 10, 100, 90, Duration.ofSeconds(9), false);

        assertThat(LagTrend.of(List.of(alone))).isEqualTo(LagTrend.STOP);
    }

    @Test
    void shouldTellWhenAGroupWentBack() {
        assertThat(LagTrend.of(List.of(at(50, 100), at(20, 100)))).isEqualTo(LagTrend.REWIND);
    }

    @Test
    void shouldNotJudgeByTwoObservations() {
        assertThat(LagTrend.of(List.of(at(10, 100), at(10, 200)))).isEqualTo(LagTrend.OK);
    }

    @Test
    void shouldNotCallTransactionMarkersALag() {
        PartitionLag markersOnly = new PartitionLag("group", PARTITION, 10, 12, 2, Duration.ZERO, true);

        assertThat(LagTrend.of(List.of(markersOnly, markersOnly, markersOnly))).isEqualTo(LagTrend.OK);
    }

    @Test
    void shouldForgetGroupsThatAreGone() {
        LagHistory history = new LagHistory();
        history.add(List.of(at(50, 100)));
        history.add(List.of());

        assertThat(history.add(List.of(at(20, 100))).get(0).trend()).isEqualTo(LagTrend.OK);
    }

    @Test
    void shouldTellRecordsASecondFromTheEndsOfATopic() {
        TopicFlow flow = new TopicFlow();
        java.time.Instant start = java.time.Instant.EPOCH;
        flow.add(start, java.util.Map.of("bars", 100L));
        flow.add(start.plusSeconds(5), java.util.Map.of("bars", 200L));
        flow.add(start.plusSeconds(6), java.util.Map.of("bars", 230L));

        assertThat(flow.perSecond("bars")).isEqualTo(Arrays.asList(20.0, 30.0));
        assertThat(flow.ends()).containsEntry("bars", 230L);
    }

    private static PartitionLag at(long committed, long end) {
        Duration age = end > committed ? Duration.ofSeconds(1) : Duration.ZERO;
        return new PartitionLag("group", PARTITION, committed, end, end - committed, age, true);
    }
}
