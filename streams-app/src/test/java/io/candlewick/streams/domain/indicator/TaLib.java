package io.candlewick.streams.domain.indicator;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The columns of a plan as TA-Lib 0.4.0 for Java computes them over whole series, for the indicators it has. */
final class TaLib {

    private final Core core = new Core();
    private final MInteger begin = new MInteger();
    private final MInteger count = new MInteger();
    private final int rows;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;
    private final Map<String, double[]> columns = new LinkedHashMap<>();

    private TaLib(List<IndicatorBar> bars) {
        this.rows = bars.size();
        this.high = row(bars, IndicatorBar::high);
        this.low = row(bars, IndicatorBar::low);
        this.close = row(bars, IndicatorBar::close);
        this.volume = row(bars, IndicatorBar::volume);
    }

    private interface Call {
        RetCode into(double[]... outputs);
    }

    static double[] row(List<IndicatorBar> bars, ToDoubleFunction<IndicatorBar> field) {
        return bars.stream().mapToDouble(field).toArray();
    }

    /** TA-Lib's values by column, only of the columns it has. */
    static Map<String, double[]> of(IndicatorPlan plan, List<IndicatorBar> bars) {
        TaLib lib = new TaLib(bars);
        for (IndicatorPlan.Entry entry : plan.entries()) {
            List<String> names =
                    entry.columns().stream().map(column -> column.name()).toList();
            lib.compute(entry.type().name(), names, entry.parameters());
        }
        return lib.columns;
    }

    private void compute(String type, List<String> names, Parameters with) {
        int last = rows - 1;
        switch (type) {
            case "sma" -> put(names, out -> core.sma(0, last, close, with.whole("period"), begin, count, out[0]));
            case "ema" -> put(names, out -> core.ema(0, last, close, with.whole("period"), begin, count, out[0]));
            case "wma" -> put(names, out -> core.wma(0, last, close, with.whole("period"), begin, count, out[0]));
            case "rsi" -> put(names, out -> core.rsi(0, last, close, with.whole("period"), begin, count, out[0]));
            case "macd" -> put(names, out -> macd(with, out));
            case "bollinger" -> put(names.subList(0, 3), out -> bands(with, out));
            case "atr" ->
                put(names, out -> core.atr(0, last, high, low, close, with.whole("period"), begin, count, out[0]));
            case "adx" -> directional(names, with.whole("period"));
            case "stochastic" -> put(names, out -> stochastic(with, out));
            case "cci" ->
                put(names, out -> core.cci(0, last, high, low, close, with.whole("period"), begin, count, out[0]));
            case "williams_r" ->
                put(names, out -> core.willR(0, last, high, low, close, with.whole("period"), begin, count, out[0]));
            case "obv" -> put(names, out -> core.obv(0, last, close, volume, begin, count, out[0]));
            case "mfi" ->
                put(
                        names,
                        out -> core.mfi(0, last, high, low, close, volume, with.whole("period"), begin, count, out[0]));
            case "roc" -> put(names, out -> core.roc(0, last, close, with.whole("period"), begin, count, out[0]));
            case "parabolic_sar" ->
                put(
                        names,
                        out -> core.sar(
                                0, last, high, low, with.number("step"), with.number("most"), begin, count, out[0]));
            case "aroon" -> aroon(names, with.whole("period"));
            default -> {
                // TA-Lib has no such indicator.
            }
        }
    }

    private RetCode macd(Parameters with, double[]... out) {
        return core.macd(
                0,
                rows - 1,
                close,
                with.whole("fast"),
                with.whole("slow"),
                with.whole("signal"),
                begin,
                count,
                out[0],
                out[1],
                out[2]);
    }

    private RetCode bands(Parameters with, double[]... out) {
        double deviations = with.number("deviations");
        return core.bbands(
                0,
                rows - 1,
                close,
                with.whole("period"),
                deviations,
                deviations,
                MAType.Sma,
                begin,
                count,
                out[0],
                out[1],
                out[2]);
    }

    private RetCode stochastic(Parameters with, double[]... out) {
        return core.stoch(
                0,
                rows - 1,
                high,
                low,
                close,
                with.whole("period"),
                with.whole("k_smoothing"),
                MAType.Sma,
                with.whole("d_smoothing"),
                MAType.Sma,
                begin,
                count,
                out[0],
                out[1]);
    }

    private void directional(List<String> names, int period) {
        int last = rows - 1;
        put(names.subList(0, 1), out -> core.adx(0, last, high, low, close, period, begin, count, out[0]));
        put(names.subList(1, 2), out -> core.plusDI(0, last, high, low, close, period, begin, count, out[0]));
        put(names.subList(2, 3), out -> core.minusDI(0, last, high, low, close, period, begin, count, out[0]));
    }

    private void aroon(List<String> names, int period) {
        int last = rows - 1;
        put(
                List.of(names.get(1), names.get(0)),
                out -> core.aroon(0, last, high, low, period, begin, count, out[0], out[1]));
        put(names.subList(2, 3), out -> core.aroonOsc(0, last, high, low, period, begin, count, out[0]));
    }

    private void put(List<String> names, Call call) {
        double[][] outputs = new double[names.size()][rows];
        begin.value = 0;
        count.value = 0;
        RetCode code = call.into(outputs);
        if (code != RetCode.Success) {
            throw new IllegalStateException("TA-Lib says " + code + " to " + names);
        }
        for (int index = 0; index < names.size(); index++) {
            double[] shifted = new double[rows];
            Arrays.fill(shifted, Double.NaN);
            System.arraycopy(outputs[index], 0, shifted, begin.value, count.value);
            columns.put(names.get(index), shifted);
        }
    }
}
