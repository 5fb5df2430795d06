package io.candlewick.streams.processor;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts, by reason and symbol, the ticks that were not simply folded into an open bar: rejected ones, duplicates, late ones.
 *
 * <p><b>Shape</b>: metrics {@code <reason>-rate} and {@code <reason>-total} of group {@code stream-tick-metrics}, tagged with the symbol, in
 * lower case with dashes. At most {@value #MOST_SYMBOLS} symbols a reason have a metric of their own, so that made-up symbols cannot fill the
 * memory; the others are counted together. <b>Thread</b>: the task's.
 */
final class TickCounts {

    static final String SCOPE = "tick";
    static final String OTHER_SYMBOLS = "other";
    static final int MOST_SYMBOLS = 20_000;

    private final StreamsMetrics metrics;
    private final Map<Enum<?>, Map<Symbol, Sensor>> sensors = new HashMap<>();

    TickCounts(StreamsMetrics metrics) {
        this.metrics = metrics;
    }

    /** Counts one tick. */
    void count(Enum<?> reason, Tick tick) {
        sensorOf(reason, tick.symbol()).record();
    }

    private Sensor sensorOf(Enum<?> reason, Symbol symbol) {
        Map<Symbol, Sensor> bySymbol = sensors.computeIfAbsent(reason, none -> new HashMap<>());
        Sensor known = bySymbol.get(symbol);
        if (known != null) {
            return known;
        }
        Sensor sensor = sensor(reason, bySymbol.size() < MOST_SYMBOLS ? symbol.text() : OTHER_SYMBOLS);
        if (bySymbol.size() < MOST_SYMBOLS) {
            bySymbol.put(symbol, sensor);
        }
        return sensor;
    }

    private Sensor sensor(Enum<?> reason, String symbol) {
        return metrics.addRateTotalSensor(SCOPE, symbol, name(reason), Sensor.RecordingLevel.INFO, "symbol", symbol);
    }

    /** The reason as metrics call it, e.g. {@code too-late}. */
    static String name(Enum<?> reason) {
        return reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
