package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.EUR_USD;
import static io.candlewick.streams.domain.bar.SymbolScript.FEED;
import static io.candlewick.streams.domain.bar.SymbolScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import org.junit.jupiter.api.Test;

class DuplicateTickTest {

    private final SymbolScript quotes = new SymbolScript(SymbolScript.QUOTED);
    private final SymbolScript trades = new SymbolScript(SymbolScript.TRADED);

    @Test
    void shouldCountQuoteOnceWhereverTheSecondComes() {
        quotes.started("00:00:00");
        quotes.quote("00:00:10", 1.1, 1.2);
        assertThat(quotes.quote("00:00:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
        quotes.quote("00:00:20", 1.1, 1.2);
        assertThat(quotes.quote("00:00:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
        quotes.quote("00:01:01.999999", 1.1, 1.2);
        assertThat(quotes.quote("00:00:20", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);

        quotes.alive("00:02:02");

        assertThat(quotes.bars(Timeframe.M1)).extracting(Bar::tickCount).containsExactly(2L, 1L);
    }

    @Test
    void shouldNotCorrectClosedBarByDuplicate() {
        quotes.started("00:00:00");
        quotes.quote("00:00:10", 1.1, 1.2);
        quotes.alive("00:05:02");
        quotes.news();

        assertThat(quotes.quote("00:00:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
        assertThat(quotes.news()).isEmpty();
    }

    @Test
    void shouldRecogniseDuplicateOfLateTick() {
        quotes.started("00:00:00");
        quotes.quote("00:00:10", 1.1, 1.2);
        quotes.alive("00:05:02");

        assertThat(quotes.quote("00:00:20", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);
        assertThat(quotes.quote("00:00:20", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldRecogniseDuplicateAfterRestart() {
        quotes.started("00:00:00");
        quotes.quote("00:00:10", 1.1, 1.2);
        quotes.quote("00:01:10", 1.1, 1.2);
        quotes.restart();

        assertThat(quotes.quote("00:00:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
        assertThat(quotes.quote("00:01:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldCountWhatTwoFeedsDeliverOnce() {
        quotes.started("one", "00:00:00");
        quotes.started("two", "00:00:00");
        quotes.quote("one", "00:00:10", 1.1, 1.2);

        assertThat(quotes.quote("two", "00:00:10", 1.1, 1.2)).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldTellQuotesApartByTimeSequenceAndPrice() {
        quotes.started("00:00:00");
        assertThat(quotes.add(quote("00:00:10", 1, 1.1))).isEqualTo(Admission.ADDED);
        assertThat(quotes.add(quote("00:00:10", 2, 1.1))).isEqualTo(Admission.ADDED);
        assertThat(quotes.add(quote("00:00:10", 2, 1.15))).isEqualTo(Admission.ADDED);
        assertThat(quotes.add(quote("00:00:10.000001", 2, 1.15))).isEqualTo(Admission.ADDED);
    }

    @Test
    void shouldKnowTradeByItsIdWhateverItsSequence() {
        trades.started("00:00:00");
        assertThat(trades.add(trade("00:00:10", 1, "a", "X"))).isEqualTo(Admission.ADDED);
        assertThat(trades.add(trade("00:00:10", 2, "a", "X"))).isEqualTo(Admission.DUPLICATE);
        assertThat(trades.add(trade("00:00:10", 1, "b", "X"))).isEqualTo(Admission.ADDED);
        assertThat(trades.add(trade("00:00:10", 1, "a", "Y"))).isEqualTo(Admission.ADDED);
    }

    @Test
    void shouldForgetTheOldestOfBarOfMoreThanItsWindow() {
        quotes.started("00:00:00");
        for (int sequence = 0; sequence <= Fingerprints.MOST; sequence++) {
            quotes.add(quote("00:00:10", sequence, 1.1));
        }

        assertThat(quotes.add(quote("00:00:10", 1, 1.1))).isEqualTo(Admission.DUPLICATE);
        assertThat(quotes.add(quote("00:00:10", 0, 1.1))).isEqualTo(Admission.ADDED);
    }

    @Test
    void shouldCountCrossedQuotes() {
        quotes.started("00:00:00");
        quotes.quote("00:00:10", 1.1, 1.2);
        quotes.quote("00:00:20", 1.2, 1.1);
        quotes.quote("00:00:30", 1.2, 1.2);
        quotes.quote("00:01:10", 1.3, 1.2);
        quotes.alive("00:05:02");

        assertThat(quotes.crossedTicks("1m", "00:00:00")).isEqualTo(1);
        assertThat(quotes.crossedTicks("5m", "00:00:00")).isEqualTo(2);
    }

    private static Tick quote(String time, long sequence, double bid) {
        return Tick.quote(new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, 0), EUR_USD, at(time), sequence, bid, 1.2);
    }

    private static Tick trade(String time, long sequence, String id, String venue) {
        return Tick.trade(
                        new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, 0),
                        EUR_USD,
                        at(time),
                        sequence,
                        1.1,
                        2,
                        AggressorSide.BUY,
                        id)
                .at(venue, null);
    }
}
