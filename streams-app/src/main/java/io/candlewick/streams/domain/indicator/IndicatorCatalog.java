package io.candlewick.streams.domain.indicator;

import java.util.List;

/** Every indicator there is, in the order of the standard plan. A new one is a class that implements {@link Indicator}, and a line here. */
final class IndicatorCatalog {

    static final List<IndicatorType> TYPES = List.of(
            Sma.TYPE,
            Ema.TYPE,
            Wma.TYPE,
            Rsi.TYPE,
            Macd.TYPE,
            Bollinger.TYPE,
            Atr.TYPE,
            Adx.TYPE,
            Stochastic.TYPE,
            Cci.TYPE,
            WilliamsR.TYPE,
            Obv.TYPE,
            Mfi.TYPE,
            Roc.TYPE,
            Donchian.TYPE,
            Keltner.TYPE,
            ParabolicSar.TYPE,
            Supertrend.TYPE,
            Aroon.TYPE,
            SessionVwap.TYPE);

    private IndicatorCatalog() {}
}
