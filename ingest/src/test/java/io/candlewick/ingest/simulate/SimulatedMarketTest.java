package io.candlewick.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedMarketTest {

    private static final Symbol EURUSD = Symbol.of("EUR/USD");
    private static final long TUESDAY = Times.us(Instant.parse("2026-11-17T08:00:00Z"));
    private static final long MINUTE = 60_000_000L;
    private static final long HOUR = 60 * MINUTE;

    private final SimulatedMarket market = new SimulatedMarket(7, MarketShape.USUAL, Instruments.bundled("system"));

    @Test
    void shouldTellTheSameQuotesInOnePieceAndInMany() {
        List<SimulatedQuote> whole = market.quotes(EURUSD, TUESDAY, TUESDAY + HOUR);

        List<SimulatedQuote> pieces = new ArrayList<>();
        for (long fromUs = TUESDAY; fromUs < TUESDAY + HOUR; fromUs += 700_000) {
            pieces.addAll(market.quotes(EURUSD, fromUs, Math.min(TUESDAY + HOUR, fromUs + 700_000)));
        }

        assertThat(pieces).isEqualTo(whole);
        assertThat(whole).hasSizeBetween(9_000, 14_000);
        assertThat(whole).isSortedAccordingTo((one, other) -> Long.compare(one.timeUs(), other.timeUs()));
        assertThat(whole).allMatch(quote -> quote.bid() < quote.ask() && quote.timeUs() % 1_000 == 0);
    }

    @Test
    void shouldMakeBarsOfExactlyTheQuotesItTells() {
        List<Bar> bars = market.bars(EURUSD, Timeframe.M5, TUESDAY, TUESDAY + HOUR);

        assertThat(bars).hasSize(12);
        for (Bar bar : bars) {
            List<SimulatedQuote> quotes = market.quotes(EURUSD, bar.key().startTimeUs(), bar.endTimeUs());
            assertThat(bar.tickCount()).isEqualTo(quotes.size());
            assertThat(bar.volume()).isEqualTo(quotes.size());
            assertThat(bar.price().high())
                    .isEqualTo(quotes.stream()
                            .mapToDouble(quote -> Math.round((quote.bid() + quote.ask()) * 1e5) / 2e5)
                            .max()
                            .orElseThrow());
            assertThat(bar.firstTickTimeUs()).isEqualTo(quotes.get(0).timeUs());
        }
    }

    @Test
    void shouldBeShutAtTheWeekend() {
        long saturday = Times.us(Instant.parse("2026-11-21T12:00:00Z"));

        assertThat(market.quotes(EURUSD, saturday, saturday + HOUR)).isEmpty();
        assertThat(market.bars(EURUSD, Timeframe.M1, saturday, saturday + HOUR)).isEmpty();
    }

    @Test
    void shouldAnswerOnlyBarsThatStartInTheRange() {
        List<Bar> bars = market.bars(EURUSD, Timeframe.M1, TUESDAY + 30_000_000L, TUESDAY + 3 * MINUTE);

        assertThat(bars)
                .extracting(bar -> bar.key().startTimeUs())
                .containsExactly(TUESDAY + MINUTE, TUESDAY + 2 * MINUTE);
    }

    @Test
    void shouldTradeAtTheQuoteOfTheSameInstant() {
        Symbol bitcoin = Symbol.of("BTC/USD");

        List<SimulatedTrade> trades = market.trades(bitcoin, TUESDAY, TUESDAY + MINUTE);
        List<Bar> bars = market.bars(bitcoin, Timeframe.M1, TUESDAY, TUESDAY + MINUTE);

        assertThat(trades).isNotEmpty();
        assertThat(bars.get(0).price().open()).isEqualTo(trades.get(0).price());
        assertThat(bars.get(0).tickCount()).isEqualTo(trades.size());
        assertThat(trades).extracting(SimulatedTrade::id).doesNotHaveDuplicates();
    }
}
