package io.candlewick.indicator;

import io.candlewick.streams.domain.indicator.IndicatorBar;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/**
 * One more bar of a series: ours takes it in; TA-Lib computes the last 250 bars anew, or only the newest value from as few bars as it wants
 * (which seeds the recursive means within them, so it is another value: the least TA-Lib can do); ta4j adds it to a series of 250 bars and
 * asks its caching indicators for the last value. The bar's object is part of it for all who want one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class IndicatorBenchmark {

    static final String ALL = "default";
    private static final int WINDOW = 250;
    private static final int FILLED = 600;

    /** Indicators in the notation of a plan. */
    @Param(ALL)
    public String indicators = ALL;

    private final BarWalk walk = new BarWalk();
    private final TaLibCalls lib = new TaLibCalls();
    private final TaLibCalls.Bars bars = new TaLibCalls.Bars(walk.high, walk.low, walk.close, walk.volume);
    private IndicatorPlan plan = IndicatorPlan.standard();
    private IndicatorSeries series = plan.newSeries();
    private IndicatorSeries scratch = plan.newSeries();
    private IndicatorStateCodec codec = new IndicatorStateCodec(plan);
    private double[] values = new double[0];
    private TaLibCalls.Call[] calls = {};
    private BarSeries ta4jSeries = new BaseBarSeriesBuilder().build();
    private List<Indicator<Num>> ta4jIndicators = List.of();

    /** Makes everybody's indicators and lets them warm up. */
    @Setup(Level.Trial)
    public void fill() {
        plan = IndicatorPlan.parse(indicators);
        series = plan.newSeries();
        scratch = plan.newSeries();
        codec = new IndicatorStateCodec(plan);
        values = new double[plan.columns().size()];
        List<String> names = Arrays.asList(plan.toString().split(" ", -1));
        calls = lib.ofAll(names);
        ta4jSeries = new BaseBarSeriesBuilder()
                .withNumTypeOf(DoubleNum.class)
                .withMaxBarCount(WINDOW)
                .build();
        ta4jIndicators = new Ta4jCalls(ta4jSeries).ofAll(names);
        for (int bar = 0; bar < FILLED; bar++) {
            candlewick();
            ta4j();
        }
    }

    private IndicatorBar bar(int index) {
        return new IndicatorBar(
                walk.startUs(),
                walk.sessionStartUs(),
                walk.open[index],
                walk.high[index],
                walk.low[index],
                walk.close[index],
                walk.volume[index]);
    }

    /**
     * Ours.
     *
     * @return the values
     */
    @Benchmark
    public double[] candlewick() {
        series.next(bar(walk.next()), values);
        return values;
    }

    /**
     * Ours, of an open bar.
     *
     * @return the values
     */
    @Benchmark
    public double[] candlewickForming() {
        series.peek(bar(walk.next()), scratch, values);
        return values;
    }

    /**
     * Our state to bytes, as a commit does it once for many bars.
     *
     * @return the bytes
     */
    @Benchmark
    public byte[] candlewickState() {
        return codec.write(series);
    }

    /**
     * TA-Lib over the last 250 bars.
     *
     * @return something of the result
     */
    @Benchmark
    public double taLibWindow() {
        int last = Math.max(walk.next(), WINDOW - 1);
        TaLibCalls.Bars window = bars.range(last - WINDOW + 1, last + 1);
        for (TaLibCalls.Call call : calls) {
            call.compute(window, 0, WINDOW - 1);
        }
        return lib.result();
    }

    /**
     * TA-Lib, the newest value only.
     *
     * @return something of the result
     */
    @Benchmark
    public double taLibNewest() {
        int last = Math.max(walk.next(), WINDOW - 1);
        for (TaLibCalls.Call call : calls) {
            call.compute(bars, last, last);
        }
        return lib.result();
    }

    /**
     * The live way of ta4j.
     *
     * @return the last of the values
     */
    @Benchmark
    public double ta4j() {
        int index = walk.next();
        ta4jSeries.addBar(
                Duration.ofMinutes(1),
                Instant.EPOCH.plus(walk.startUs(), ChronoUnit.MICROS).atZone(ZoneOffset.UTC),
                walk.open[index],
                walk.high[index],
                walk.low[index],
                walk.close[index],
                walk.volume[index]);
        double last = 0;
        for (Indicator<Num> indicator : ta4jIndicators) {
            last = indicator.getValue(ta4jSeries.getEndIndex()).doubleValue();
        }
        return last;
    }
}
