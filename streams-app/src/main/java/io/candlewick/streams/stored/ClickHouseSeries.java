package io.candlewick.streams.stored;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.config.ClickHouseAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** ClickHouse's tables {@code aggregates} and {@code indicators}, de-duplicated, read over its HTTP protocol. */
public final class ClickHouseSeries implements StoredSeries {

    private static final String WHERE =
            " FINAL WHERE tenant = {tenant:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}"
                    + " AND start_time >= fromUnixTimestamp64Micro({from:Int64})"
                    + " AND start_time < fromUnixTimestamp64Micro({to:Int64})"
                    + " ORDER BY start_time DESC LIMIT {limit:UInt32} FORMAT TabSeparated";
    private static final String BARS =
            "SELECT " + BarColumns.select(ClickHouseHttp::microseconds) + " FROM aggregates" + WHERE;
    private static final String INDICATORS = "SELECT " + IndicatorRows.select(ClickHouseHttp::microseconds)
            + ", * EXCEPT (" + String.join(", ", IndicatorRows.FIXED) + ") FROM indicators" + WHERE + "WithNames";

    private final ClickHouseHttp http;

    /**
     * The tables of a server.
     *
     * @param address the server
     */
    public ClickHouseSeries(ClickHouseAddress address) {
        this.http = new ClickHouseHttp(address);
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public boolean hasAllVerified() {
        return true;
    }

    @Override
    public List<Bar> bars(SeriesRange range) throws StoreUnavailableException, InterruptedException {
        List<Bar> bars = new ArrayList<>();
        for (String line : http.lines(BARS, ClickHouseHttp.parameters(range))) {
            bars.add(BarColumns.bar(range, new TabbedFields(line)));
        }
        Collections.reverse(bars);
        return bars;
    }

    @Override
    public List<IndicatorValues> indicators(SeriesRange range) throws StoreUnavailableException, InterruptedException {
        List<String> lines = http.lines(INDICATORS, ClickHouseHttp.parameters(range));
        List<IndicatorValues> values = new ArrayList<>();
        if (lines.isEmpty()) {
            return values;
        }
        List<String> names = Arrays.asList(lines.get(0).split("\t", -1));
        IndicatorRows rows = new IndicatorRows(range, names.subList(IndicatorRows.selected(), names.size()));
        for (String line : lines.subList(1, lines.size())) {
            values.add(rows.values(new TabbedFields(line)));
        }
        Collections.reverse(values);
        return values;
    }

    /** Nothing is held open. */
    @Override
    public void close() {}
}
