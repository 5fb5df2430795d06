package io.candlewick.indicator;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.CCIIndicator;
import org.ta4j.core.indicators.EMAIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.ParabolicSarIndicator;
import org.ta4j.core.indicators.ROCIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.StochasticOscillatorKIndicator;
import org.ta4j.core.indicators.WMAIndicator;
import org.ta4j.core.indicators.WilliamsRIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.adx.MinusDIIndicator;
import org.ta4j.core.indicators.adx.PlusDIIndicator;
import org.ta4j.core.indicators.aroon.AroonDownIndicator;
import org.ta4j.core.indicators.aroon.AroonOscillatorIndicator;
import org.ta4j.core.indicators.aroon.AroonUpIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandWidthIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.bollinger.PercentBIndicator;
import org.ta4j.core.indicators.donchian.DonchianChannelLowerIndicator;
import org.ta4j.core.indicators.donchian.DonchianChannelMiddleIndicator;
import org.ta4j.core.indicators.donchian.DonchianChannelUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelLowerIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelMiddleIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelUpperIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.indicators.supertrend.SuperTrendIndicator;
import org.ta4j.core.indicators.volume.MoneyFlowIndexIndicator;
import org.ta4j.core.indicators.volume.OnBalanceVolumeIndicator;
import org.ta4j.core.indicators.volume.VWAPIndicator;
import org.ta4j.core.num.Num;

/** ta4j's indicators for one of the standard plan. Its average price has no session, so a rolling one of 200 bars stands in. */
final class Ta4jCalls {

    private static final int SESSION = 200;

    private final BarSeries series;
    private final ClosePriceIndicator close;

    Ta4jCalls(BarSeries series) {
        this.series = series;
        this.close = new ClosePriceIndicator(series);
    }

    /** The indicators for several. */
    List<Indicator<Num>> ofAll(List<String> indicators) {
        return indicators.stream()
                .map(IndicatorText::parse)
                .flatMap(indicator -> of(indicator.name(), indicator.period()).stream())
                .toList();
    }

    private List<Indicator<Num>> of(String name, int period) {
        return switch (name) {
            case "sma" -> List.of(new SMAIndicator(close, period));
            case "ema" -> List.of(new EMAIndicator(close, period));
            case "wma" -> List.of(new WMAIndicator(close, period));
            case "rsi" -> List.of(new RSIIndicator(close, period));
            case "roc" -> List.of(new ROCIndicator(close, period));
            case "atr" -> List.of(new ATRIndicator(series, period));
            case "cci" -> List.of(new CCIIndicator(series, period));
            case "williams_r" -> List.of(new WilliamsRIndicator(series, period));
            case "obv" -> List.of(new OnBalanceVolumeIndicator(series));
            case "mfi" -> List.of(new MoneyFlowIndexIndicator(series, period));
            case "parabolic_sar" -> List.of(new ParabolicSarIndicator(series));
            case "supertrend" -> List.of(new SuperTrendIndicator(series, period, 3.0));
            case "session_vwap" -> List.of(new VWAPIndicator(series, SESSION));
            default -> ofSeveral(name, period);
        };
    }

    private List<Indicator<Num>> ofSeveral(String name, int period) {
        return switch (name) {
            case "macd" -> convergence();
            case "bollinger" -> bands();
            case "stochastic" -> stochastic();
            case "keltner" -> channel();
            case "adx" ->
                List.of(
                        new ADXIndicator(series, period),
                        new PlusDIIndicator(series, period),
                        new MinusDIIndicator(series, period));
            case "donchian" ->
                List.of(
                        new DonchianChannelUpperIndicator(series, period),
                        new DonchianChannelMiddleIndicator(series, period),
                        new DonchianChannelLowerIndicator(series, period));
            case "aroon" ->
                List.of(
                        new AroonUpIndicator(series, period),
                        new AroonDownIndicator(series, period),
                        new AroonOscillatorIndicator(series, period));
            default -> throw new IllegalArgumentException("no indicator for " + name);
        };
    }

    private List<Indicator<Num>> convergence() {
        MACDIndicator macd = new MACDIndicator(close, 12, 26);
        return List.of(macd, new EMAIndicator(macd, 9));
    }

    private List<Indicator<Num>> bands() {
        BollingerBandsMiddleIndicator middle = new BollingerBandsMiddleIndicator(new SMAIndicator(close, 20));
        StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, 20);
        BollingerBandsUpperIndicator upper = new BollingerBandsUpperIndicator(middle, deviation);
        BollingerBandsLowerIndicator lower = new BollingerBandsLowerIndicator(middle, deviation);
        return List.of(
                upper,
                middle,
                lower,
                new PercentBIndicator(close, 20, 2),
                new BollingerBandWidthIndicator(upper, middle, lower));
    }

    private List<Indicator<Num>> stochastic() {
        SMAIndicator slow = new SMAIndicator(new StochasticOscillatorKIndicator(series, 14), 3);
        return List.of(slow, new SMAIndicator(slow, 3));
    }

    private List<Indicator<Num>> channel() {
        KeltnerChannelMiddleIndicator middle = new KeltnerChannelMiddleIndicator(close, 20);
        return List.of(
                new KeltnerChannelUpperIndicator(middle, 2, 10),
                middle,
                new KeltnerChannelLowerIndicator(middle, 2, 10));
    }
}
