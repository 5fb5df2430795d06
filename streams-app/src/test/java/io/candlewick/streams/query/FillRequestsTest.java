package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.contract.Topics;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class FillRequestsTest {

    private static final Instant NOW = Instant.parse("2014-05-05T12:00:00Z");
    private static final long START_US = Times.us(Instant.parse("2014-05-05T08:00:00Z"));
    private static final long MINUTE_US = 60_000_000L;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final MockProducer<String, BackfillRequest> producer =
            new MockProducer<>(cluster(), true, null, new StringSerializer(), (topic, request) -> new byte[0]);
    private final FillRequests fills = new FillRequests(producer, now::get);

    @Test
    void shouldAskForAHoleOnceInAQuarterOfAnHour() {
        assertThat(fills.request(series(), List.of(hole(0, 10)))).allMatch(Hole::requested);
        assertThat(fills.request(series(), List.of(hole(0, 10)))).allMatch(Hole::requested);
        assertThat(producer.history()).hasSize(1);

        now.set(NOW.plusSeconds(901));
        fills.request(series(), List.of(hole(0, 10)));
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldAskForTheLatestHolesOnlyAsFarAsWhatWasWantedReaches() {
        List<Hole> asked = fills.request(series(), List.of(hole(0, 1_000), hole(2_000, 1_000), hole(4_000, 440)));

        assertThat(asked).extracting(Hole::requested).containsExactly(false, true, true);
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldLetTheAnswerGoOutWhileTheBrokerIsAway() {
        producer.partitionsForException = new TimeoutException("no metadata");

        assertThat(fills.request(series(), List.of(hole(0, 10), hole(20, 10)))).noneMatch(Hole::requested);

        producer.partitionsForException = null;
        assertThat(fills.request(series(), List.of(hole(0, 10)))).noneMatch(Hole::requested);
        now.set(NOW.plusSeconds(31));
        assertThat(fills.request(series(), List.of(hole(0, 10)))).allMatch(Hole::requested);
    }

    private static SeriesRange series() {
        return new SeriesRange("system", Symbol.of("EUR/USD"), Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE, 500);
    }

    private static Hole hole(int fromMinute, int bars) {
        return new Hole(START_US + fromMinute * MINUTE_US, START_US + (fromMinute + bars) * MINUTE_US, bars, false);
    }

    private static Cluster cluster() {
        Node node = new Node(0, "none", 1);
        Node[] nodes = {node};
        PartitionInfo partition = new PartitionInfo(Topics.BACKFILL_REQUESTS.name(), 0, node, nodes, nodes);
        return new Cluster("test", List.of(node), List.of(partition), Set.of(), Set.of());
    }
}
