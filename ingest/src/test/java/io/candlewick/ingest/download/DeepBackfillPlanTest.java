package io.candlewick.ingest.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeepBackfillPlanTest {

    private static final Instrument CRYPTO = CollectedBars.instrument("BTC/USD", "polygon", "X:BTCUSD");
    private static final Instrument FOREX = CollectedBars.instrument("EUR/USD", "polygon", "C:EURUSD");
    /* A Friday. */
    private static final Instant NOW = Instant.parse("2026-11-20T02:30:00Z");
    private static final int DAY_OF_BARS = 1_440;

    private final DeepBackfillPlan plan = new DeepBackfillPlan(
            new DeepBackfillConfig(Optional.empty(), Duration.ofDays(10), 5, 2, Timeframe.M1), DAY_OF_BARS);
    private final List<BackfillRange> ledger = new ArrayList<>();

    @Test
    void shouldBeginAtTheDepthAndAskForNoMoreThanARunMay() {
        assertThat(part(CRYPTO, NOW)).isEqualTo("2026-11-10T02:30:00Z to 2026-11-12T02:30:00Z");
    }

    @Test
    void shouldGoOnWhereTheLedgerEndsAndLeaveTheLastDayToTheLiveLane() {
        note("2026-11-10T00:00:00Z", "2026-11-18T00:00:00Z", BackfillStatus.VERIFIED, NOW);

        assertThat(part(CRYPTO, NOW)).isEqualTo("2026-11-18T00:00:00Z to 2026-11-19T02:30:00Z");

        note("2026-11-18T00:00:00Z", "2026-11-19T02:30:00Z", BackfillStatus.REQUESTED, NOW);
        assertThat(part(CRYPTO, NOW)).isEqualTo("nothing");
    }

    @Test
    void shouldLeaveOutAnEdgeOfADayAndNoMore() {
        note("2026-11-11T02:30:00Z", "2026-11-19T02:30:00Z", BackfillStatus.VERIFIED, NOW);
        assertThat(part(CRYPTO, NOW)).isEqualTo("nothing");

        Instant earlier = NOW.minusMillis(1);
        assertThat(part(CRYPTO, earlier)).isEqualTo("2026-11-10T02:29:59.999Z to 2026-11-11T02:30:00Z");
    }

    @Test
    void shouldLeaveOutAClosedMarket() {
        /* Closed from Friday 22:00 to Sunday 22:00, New York's 17:00. */
        note("2026-11-10T00:00:00Z", "2026-11-13T22:00:00Z", BackfillStatus.VERIFIED, NOW);
        note("2026-11-15T22:00:00Z", "2026-11-19T02:30:00Z", BackfillStatus.VERIFIED, NOW);

        assertThat(part(FOREX, NOW)).isEqualTo("nothing");
        assertThat(part(CRYPTO, NOW)).isEqualTo("2026-11-13T22:00:00Z to 2026-11-15T22:00:00Z");
    }

    @Test
    void shouldAskAgainForWhatFailedOnceAWeekHasPassed() {
        Instant failed = Instant.parse("2026-11-13T02:30:00Z");
        note("2026-11-10T00:00:00Z", "2026-11-19T02:30:00Z", BackfillStatus.FAILED, failed);

        assertThat(part(CRYPTO, failed.plus(DeepBackfillPlan.RETRY).minusMillis(1)))
                .isEqualTo("nothing");
        assertThat(part(CRYPTO, failed.plus(DeepBackfillPlan.RETRY)))
                .isEqualTo("2026-11-10T02:30:00Z to 2026-11-12T02:30:00Z");
    }

    private String part(Instrument instrument, Instant now) {
        return plan.part(instrument, ledger, now)
                .map(DeepBackfillPlanTest::text)
                .orElse("nothing");
    }

    private static String text(TimeSpan span) {
        return Times.instant(span.startUs()) + " to " + Times.instant(span.endUs());
    }

    private void note(String from, String to, BackfillStatus status, Instant updated) {
        ledger.add(new Chunk("system", CRYPTO.symbol(), Timeframe.M1, us(from), us(to), Lane.HISTORY, "r")
                .entry(status, updated));
    }

    private static long us(String instant) {
        return Times.us(Instant.parse(instant));
    }
}
