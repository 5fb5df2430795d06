package io.candlewick.ingest.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackfillViewTest {

    private static final Instant ASKED = Instant.parse("2026-11-18T12:00:00Z");
    private static final TradingCalendar FOREX =
            CollectedBars.instrument("EUR/USD", "polygon", "C:EURUSD").calendar();

    private final Ledger ledger = new Ledger();

    @Test
    void shouldBePlannedOnceTheLedgerHasAllOfItsOpenMarket() {
        /* Saturday is closed, and no chunk of its own. */
        note("2026-11-12T00:00:00Z", "2026-11-14T00:00:00Z", BackfillStatus.REQUESTED, ASKED.plusSeconds(1), null);

        BackfillView.State state = view(false).of(ledger);

        assertThat(state.isPlanned()).isTrue();
        assertThat(state.isDone()).isFalse();
        assertThat(state.done()).isZero();
    }

    @Test
    void shouldCountWhatWasVerifiedBeforeUnlessItIsWantedAgain() {
        note("2026-11-12T00:00:00Z", "2026-11-15T00:00:00Z", BackfillStatus.VERIFIED, ASKED.minusSeconds(9), null);

        assertThat(view(false).of(ledger).isDone()).isTrue();
        assertThat(view(false).of(ledger).verifiedBars()).isEqualTo(10);
        assertThat(view(true).of(ledger).isPlanned()).isFalse();
    }

    @Test
    void shouldNotTakeAFailureOfBeforeForItsOwn() {
        note("2026-11-12T00:00:00Z", "2026-11-15T00:00:00Z", BackfillStatus.FAILED, ASKED.minusSeconds(9), "old");
        assertThat(view(false).of(ledger).isPlanned()).isFalse();

        note("2026-11-12T00:00:00Z", "2026-11-15T00:00:00Z", BackfillStatus.FAILED, ASKED.plusSeconds(9), "refused");
        assertThat(view(false).of(ledger).isDone()).isTrue();
        assertThat(view(false).of(ledger).failures())
                .containsExactly("EUR/USD 1m 2026-11-12T00:00:00Z to 2026-11-15T00:00:00Z: refused");
    }

    private void note(String from, String to, BackfillStatus status, Instant updated, @Nullable String note) {
        Chunk chunk = new Chunk("system", Symbol.of("EUR/USD"), Timeframe.M1, us(from), us(to), Lane.HISTORY, "r");
        BackfillRange entry = chunk.entry(status, updated);
        entry.setBars(10L);
        entry.setNote(note);
        ledger.note(chunk.key(), entry);
    }

    private static BackfillView view(boolean again) {
        BackfillRequest request = BackfillRequest.newBuilder()
                .setRequestId("r")
                .setSymbol("EUR/USD")
                .setTimeframe("1m")
                .setFromTime(Instant.parse("2026-11-12T00:00:00Z"))
                .setToTime(Instant.parse("2026-11-15T00:00:00Z"))
                .setCause(BackfillCause.USER)
                .setLane(Lane.HISTORY)
                .setRequestedTime(ASKED)
                .setAgain(again)
                .build();
        return new BackfillView(request, FOREX, again);
    }

    private static long us(String time) {
        return Times.us(Instant.parse(time));
    }
}
