package io.candlewick.places;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import org.junit.jupiter.api.Test;

class TickSessionTest {

    private final TickSession session = new TickSession(true);

    @Test
    void shouldHaveDeliveredAsFarAsTheSlowestFeed() {
        session.mark(mark("one", 100, FeedStatus.STARTED));
        session.mark(mark("two", 100, FeedStatus.STARTED));
        session.mark(mark("one", 300, FeedStatus.ALIVE));
        session.mark(mark("two", 200, FeedStatus.ALIVE));

        assertThat(session.clockUs()).isEqualTo(200);
    }

    @Test
    void shouldNotWaitForAFeedThatIsDown() {
        session.mark(mark("one", 100, FeedStatus.STARTED));
        session.mark(mark("two", 100, FeedStatus.STARTED));
        session.mark(mark("two", 150, FeedStatus.DOWN));
        session.mark(mark("one", 300, FeedStatus.ALIVE));

        assertThat(session.clockUs()).isEqualTo(300);
    }

    @Test
    void shouldStandStillWhileItsOnlyFeedIsDown() {
        session.mark(mark("one", 100, FeedStatus.STARTED));
        session.mark(mark("one", 200, FeedStatus.ALIVE));
        session.mark(mark("one", 250, FeedStatus.DOWN));

        assertThat(session.clockUs()).isEqualTo(200);
    }

    @Test
    void shouldHaveDeliveredEverythingOnceItsFeedsHaveEnded() {
        session.mark(mark("one", 100, FeedStatus.STARTED));

        assertThat(session.mark(mark("one", 200, FeedStatus.ENDED))).isTrue();
        assertThat(session.clockUs()).isEqualTo(Long.MAX_VALUE);
    }

    private static Tick mark(String feed, long timeUs, FeedStatus status) {
        return Tick.heartbeat(new Tick.Origin(BarKey.SYSTEM_TENANT, feed, timeUs), Symbol.EVERY, timeUs, status);
    }
}
