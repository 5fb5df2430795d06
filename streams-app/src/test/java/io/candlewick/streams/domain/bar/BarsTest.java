package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.EUR_USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsTest {

    private static final Tick.Origin ORIGIN = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);

    private final BarAccumulator quotes = new BarAccumulator(0, 60_000_000, true);

    @Test
    void shouldMakeExactMids() {
        quote(1.38727, 1.38729);

        assertThat(bar().price().open()).isEqualTo(1.38728);
        assertThat(bar().vwap()).isEqualTo(1.38728);
    }

    @Test
    void shouldMakeExactMidsOfMoreDecimalsThanUsual() {
        quote(1.387271, 1.387292);

        assertThat(bar().price().open()).isEqualTo(1.3872815);
        assertThat(bar().spreadMax()).isEqualTo(0.000021);
    }

    @Test
    void shouldMeanMidsAndSpreadsExactly() {
        quote(1.1, 1.10003);
        quote(1.2, 1.20001);
        quote(1.3, 1.30002);

        assertThat(bar().vwap()).isEqualTo(1.20001);
        assertThat(bar().spreadMean()).isEqualTo(0.00002);
        assertThat(bar().spreadMax()).isEqualTo(0.00003);
        assertThat(bar().volume()).isEqualTo(3.0);
        assertThat(bar().buyVolume()).isNaN();
    }

    @Test
    void shouldCountPipsExactly() {
        quote(1.38727, 1.38729);
        quote(1.38757, 1.38759);
        quote(1.38717, 1.38719);

        assertThat(bar().rangePips()).isEqualTo(4.0);
        assertThat(bar().bodyPips()).isEqualTo(-1.0);
    }

    @Test
    void shouldLeavePipsOutWhereTheMarketDoesNotCountThem() {
        quote(1.38727, 1.38729);
        Instrument none = SymbolScript.QUOTED;
        Instrument withoutPips = new Instrument(
                none.tenant(),
                none.symbol(),
                none.assetClass(),
                none.priceBasis(),
                Double.NaN,
                none.priceScale(),
                none.sizeScale(),
                none.calendar(),
                none.grace(),
                none.latenessHorizon(),
                Map.of());

        Bar bar = Bars.toBar(quotes, withoutPips, Timeframe.M1, BarSource.LIVE, BarStatus.FINAL, null);

        assertThat(bar.rangePips()).isNaN();
        assertThat(bar.bodyPips()).isNaN();
    }

    @Test
    void shouldWeighTradesBySize() {
        BarAccumulator trades = new BarAccumulator(0, 60_000_000, false);
        trades.add(Tick.trade(ORIGIN, EUR_USD, 0, 0, 10.1, 0.3, AggressorSide.BUY, null), 0, 8, 8);
        trades.add(Tick.trade(ORIGIN, EUR_USD, 1, 0, 10.4, 0.6, AggressorSide.SELL, null), 1, 8, 8);

        Bar bar = Bars.toBar(trades, SymbolScript.TRADED, Timeframe.M1, BarSource.LIVE, BarStatus.FINAL, null);

        assertThat(bar.vwap()).isEqualTo(10.3);
        assertThat(bar.volume()).isEqualTo(0.9);
        assertThat(bar.bid()).isNull();
        assertThat(bar.spreadMax()).isNaN();
    }

    private void quote(double bid, double ask) {
        quotes.add(Tick.quote(ORIGIN, EUR_USD, quotes.tickCount, 0, bid, ask), quotes.tickCount, 5, 0);
    }

    private Bar bar() {
        return Bars.toBar(quotes, SymbolScript.QUOTED, Timeframe.M1, BarSource.LIVE, BarStatus.FINAL, null);
    }
}
