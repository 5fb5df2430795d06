package io.candlewick.ingest.venue;

import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a vendor's answer held. */
public final class CollectedBars implements BarListener {

    private final List<Bar> bars = new ArrayList<>();
    private final List<String> rejects = new ArrayList<>();

    @Override
    public void bar(Bar bar) {
        bars.add(bar);
    }

    @Override
    public void rejected(RowFault reason, String detail, String row) {
        rejects.add(reason + " " + row);
    }

    public List<Bar> bars() {
        return bars;
    }

    /** Each as {@code start o h l c v n vwap}. */
    public List<String> rows() {
        return bars.stream()
                .map(bar ->
                        Times.text(bar.key().startTimeUs()) + " " + bar.price().open() + " "
                                + bar.price().high() + " " + bar.price().low() + " "
                                + bar.price().close() + " "
                                + bar.volume() + " " + bar.tickCount() + " " + bar.vwap())
                .toList();
    }

    public List<String> rejects() {
        return rejects;
    }

    public static SeriesRange range(
            String symbol, String source, String name, Timeframe timeframe, String from, String to) {
        return new SeriesRange(
                instrument(symbol, source, name),
                timeframe,
                Times.us(Instant.parse(from)),
                Times.us(Instant.parse(to)));
    }

    public static Instrument instrument(String symbol, String source, String name) {
        Instrument known = Instruments.bundled("system").stream()
                .filter(instrument -> instrument.symbol().equals(Symbol.of(symbol)))
                .findFirst()
                .orElseThrow();
        Map<String, String> sources = new HashMap<>(known.sources());
        sources.put(source, name);
        return new Instrument(
                known.tenant(),
                known.symbol(),
                known.assetClass(),
                known.priceBasis(),
                known.pipSize(),
                known.priceScale(),
                known.sizeScale(),
                known.calendar(),
                known.grace(),
                known.latenessHorizon(),
                sources);
    }
}
