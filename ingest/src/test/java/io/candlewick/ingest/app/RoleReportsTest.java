package io.candlewick.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.ingest.feed.ServiceIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleReportsTest {

    private static final Instant NOW = Instant.parse("2026-11-17T08:00:00Z");

    private final List<FeedState> said = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final RoleReports reports = new RoleReports(
            new ServiceIdentity("system", "one", "1.0", "abc", 0),
            () -> NOW,
            Map.of("download", new Troubled()),
            said::add);

    private final class Troubled implements Role {
        @Override
        public void start() {}

        @Override
        public List<String> troubles() {
            return List.copyOf(troubles);
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldSayThatARoleStartsWhatIsWrongWithItAndThatItEnds() {
        reports.say();
        troubles.add("history waits");
        reports.say();
        reports.close();

        assertThat(said)
                .extracting(FeedState::getStatus)
                .containsExactly(FeedHealth.STARTED, FeedHealth.HEARTBEAT, FeedHealth.HEARTBEAT, FeedHealth.ENDED);
        assertThat(said).extracting(FeedState::getFeed).containsOnly("ingest.download");
        assertThat(said.get(1).getReason()).isNull();
        assertThat(said.get(2).getReason()).isEqualTo("history waits");
        assertThat(said.get(0).getConfigHash()).isEqualTo("abc");
    }
}
