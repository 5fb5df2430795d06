package io.candlewick.indicator;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import java.util.Arrays;
import java.util.List;

/**
 * TA-Lib's calls for an indicator of the standard plan.
 *
 * <p>What it does not have is measured by what it has of it: a Keltner channel by its two means, a Supertrend by its true range, a Donchian
 * channel by greatest and least, a session's average by the typical price and two sums.
 */
final class TaLibCalls {

    /** One call. */
    interface Call {

        /**
         * Computes a range of bars.
         *
         * @param in the bars
         * @param from first bar to compute
         * @param to last bar to compute
         */
        void compute(Bars in, int from, int to);
    }

    /** Bars as TA-Lib takes them. */
    static final class Bars {

        final double[] high;
        final double[] low;
        final double[] close;
        final double[] volume;

        Bars(double[] high, double[] low, double[] close, double[] volume) {
            this.high = high;
            this.low = low;
            this.close = close;
            this.volume = volume;
        }

        /** A copy of some of them. */
        Bars range(int from, int to) {
            return new Bars(
                    Arrays.copyOfRange(high, from, to),
                    Arrays.copyOfRange(low, from, to),
                    Arrays.copyOfRange(close, from, to),
                    Arrays.copyOfRange(volume, from, to));
        }
    }

    private static final int RESULTS = 3;
    private static final int SESSION = 200;

    private final Core core = new Core();
    private final MInteger begin = new MInteger();
    private final MInteger count = new MInteger();
    private final double[][] out = new double[RESULTS][BarWalk.BARS];

    /** The calls for several indicators. */
    Call[] ofAll(List<String> indicators) {
        return indicators.stream()
                .map(IndicatorText::parse)
                .flatMap(indicator -> of(indicator.name(), indicator.period()).stream())
                .toArray(Call[]::new);
    }

    private List<Call> of(String name, int n) {
        return switch (name) {
            case "sma" -> List.of((in, a, b) -> core.sma(a, b, in.close, n, begin, count, out[0]));
            case "ema" -> List.of((in, a, b) -> core.ema(a, b, in.close, n, begin, count, out[0]));
            case "wma" -> List.of((in, a, b) -> core.wma(a, b, in.close, n, begin, count, out[0]));
            case "rsi" -> List.of((in, a, b) -> core.rsi(a, b, in.close, n, begin, count, out[0]));
            case "roc" -> List.of((in, a, b) -> core.roc(a, b, in.close, n, begin, count, out[0]));
            case "obv" -> List.of((in, a, b) -> core.obv(a, b, in.close, in.volume, begin, count, out[0]));
            case "macd" ->
                List.of((in, a, b) -> core.macd(a, b, in.close, 12, 26, 9, begin, count, out[0], out[1], out[2]));
            case "keltner" -> List.of((in, a, b) -> core.ema(a, b, in.close, n, begin, count, out[0]), range(10));
            case "atr", "supertrend" -> List.of(range(n));
            case "bollinger", "stochastic", "session_vwap" -> ofMeans(name);
            default -> ofRanges(name, n);
        };
    }

    private List<Call> ofMeans(String name) {
        MAType mean = MAType.Sma;
        return switch (name) {
            case "bollinger" ->
                List.of((in, a, b) ->
                        core.bbands(a, b, in.close, 20, 2, 2, mean, begin, count, out[0], out[1], out[2]));
            case "stochastic" ->
                List.of((in, a, b) -> core.stoch(
                        a, b, in.high, in.low, in.close, 14, 3, mean, 3, mean, begin, count, out[0], out[1]));
            default ->
                List.of(
                        (in, a, b) -> core.typPrice(a, b, in.high, in.low, in.close, begin, count, out[0]),
                        (in, a, b) -> core.sum(a, b, in.volume, SESSION, begin, count, out[1]),
                        (in, a, b) -> core.sum(a, b, in.close, SESSION, begin, count, out[2]));
        };
    }

    private List<Call> ofRanges(String name, int n) {
        return switch (name) {
            case "adx" ->
                List.of(
                        (in, a, b) -> core.adx(a, b, in.high, in.low, in.close, n, begin, count, out[0]),
                        (in, a, b) -> core.plusDI(a, b, in.high, in.low, in.close, n, begin, count, out[1]),
                        (in, a, b) -> core.minusDI(a, b, in.high, in.low, in.close, n, begin, count, out[2]));
            case "cci" -> List.of((in, a, b) -> core.cci(a, b, in.high, in.low, in.close, n, begin, count, out[0]));
            case "williams_r" ->
                List.of((in, a, b) -> core.willR(a, b, in.high, in.low, in.close, n, begin, count, out[0]));
            case "mfi" ->
                List.of((in, a, b) -> core.mfi(a, b, in.high, in.low, in.close, in.volume, n, begin, count, out[0]));
            case "donchian" ->
                List.of(
                        (in, a, b) -> core.max(a, b, in.high, n, begin, count, out[0]),
                        (in, a, b) -> core.min(a, b, in.low, n, begin, count, out[0]));
            case "parabolic_sar" ->
                List.of((in, a, b) -> core.sar(a, b, in.high, in.low, 0.02, 0.2, begin, count, out[0]));
            case "aroon" ->
                List.of(
                        (in, a, b) -> core.aroon(a, b, in.high, in.low, n, begin, count, out[0], out[1]),
                        (in, a, b) -> core.aroonOsc(a, b, in.high, in.low, n, begin, count, out[2]));
            default -> throw new IllegalArgumentException("no call for " + name);
        };
    }

    private Call range(int period) {
        return (in, a, b) -> core.atr(a, b, in.high, in.low, in.close, period, begin, count, out[1]);
    }

    /** Something of what the last calls wrote, for the benchmark to look at. */
    double result() {
        return out[0][0] + out[1][0] + out[2][0];
    }
}
