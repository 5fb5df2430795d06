package io.candlewick.streams.stored;

import io.candlewick.market.Bar;
import io.candlewick.streams.config.ClickHouseAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ClickHouse's table {@code bar_revisions}: every saying of a bar with the time at which it was published.
 *
 * <p>A row that was delivered twice changes no answer: of a bar's rows that were published in time the one of the greatest version counts,
 * which is the rule of the tables and of state. <b>Thread</b>: any.
 */
public final class ClickHouseRevisions {

    private static final String SERIES =
            " WHERE tenant = {tenant:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}"
                    + " AND published_time <= fromUnixTimestamp64Micro({as_of:Int64})";
    private static final String BARS = "SELECT " + BarColumns.select(ClickHouseHttp::microseconds)
            + " FROM bar_revisions" + SERIES
            + " AND end_time <= fromUnixTimestamp64Micro({as_of:Int64})"
            + " AND start_time >= fromUnixTimestamp64Micro({from:Int64})"
            + " AND start_time < fromUnixTimestamp64Micro({to:Int64})"
            + " ORDER BY start_time DESC, version DESC, published_time DESC"
            + " LIMIT 1 BY start_time LIMIT {limit:UInt32} FORMAT TabSeparated";
    private static final String ANY = "SELECT 1 FROM bar_revisions" + SERIES + " LIMIT 1 FORMAT TabSeparated";

    private final ClickHouseHttp http;

    /**
     * The table of a server.
     *
     * @param address the server
     */
    public ClickHouseRevisions(ClickHouseAddress address) {
        this.http = new ClickHouseHttp(address);
    }

    /**
     * The bars of a series as they were known at a time.
     *
     * @param range which
     * @param asOfUs the time; bars that had not closed by then are left out, whenever they were published
     * @return the last of them, earliest first
     * @throws StoreUnavailableException if the database is away or refuses
     * @throws InterruptedException if the thread is interrupted
     */
    public List<Bar> bars(SeriesRange range, long asOfUs) throws StoreUnavailableException, InterruptedException {
        List<Bar> bars = new ArrayList<>();
        for (String line : http.lines(BARS, parameters(range, asOfUs))) {
            bars.add(BarColumns.bar(range, new TabbedFields(line)));
        }
        Collections.reverse(bars);
        return bars;
    }

    /**
     * Whether anything of a series is kept that was published by then: otherwise nothing was known, or it was not kept.
     *
     * @param range which series
     * @param asOfUs the time
     * @return true if there is a row
     * @throws StoreUnavailableException if the database is away or refuses
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean reachesBackTo(SeriesRange range, long asOfUs)
            throws StoreUnavailableException, InterruptedException {
        return !http.lines(ANY, parameters(range, asOfUs)).isEmpty();
    }

    private static Map<String, String> parameters(SeriesRange range, long asOfUs) {
        Map<String, String> parameters = new HashMap<>(ClickHouseHttp.parameters(range));
        parameters.put("as_of", Long.toString(asOfUs));
        return parameters;
    }
}
