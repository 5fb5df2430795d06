package io.candlewick.streams.stored;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.config.ClickHouseAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** ClickHouse's tables {@code aggregates} and {@code indicators}, de-duplicated, read over its HTTP protocol. */
public final class ClickHouseSeries implements StoredSeries {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final String WHERE =
            " FINAL WHERE tenant = {tenant:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}"
                    + " AND start_time >= fromUnixTimestamp64Micro({from:Int64})"
                    + " AND start_time < fromUnixTimestamp64Micro({to:Int64})"
                    + " ORDER BY start_time DESC LIMIT {limit:UInt32} FORMAT TabSeparated";
    private static final String BARS =
            "SELECT " + BarColumns.select(ClickHouseSeries::microseconds) + " FROM aggregates" + WHERE;
    private static final String INDICATORS = "SELECT " + IndicatorRows.select(ClickHouseSeries::microseconds)
            + ", * EXCEPT (" + String.join(", ", IndicatorRows.FIXED) + ") FROM indicators" + WHERE + "WithNames";

    private final ClickHouseAddress address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * The tables of a server.
     *
     * @param address the server
     */
    public ClickHouseSeries(ClickHouseAddress address) {
        this.address = address;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public List<Bar> bars(SeriesRange range) throws StoreUnavailableException, InterruptedException {
        List<Bar> bars = new ArrayList<>();
        for (String line : lines(BARS, range)) {
            bars.add(BarColumns.bar(range, new TabbedFields(line)));
        }
        Collections.reverse(bars);
        return bars;
    }

    @Override
    public List<IndicatorValues> indicators(SeriesRange range) throws StoreUnavailableException, InterruptedException {
        List<String> lines = lines(INDICATORS, range);
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

    private static String microseconds(String column) {
        return "toUnixTimestamp64Micro(" + column + ")";
    }

    private List<String> lines(String query, SeriesRange range) throws StoreUnavailableException, InterruptedException {
        Map<String, String> parameters = Map.of(
                "tenant", range.tenant(),
                "symbol", range.symbol().text(),
                "timeframe", range.timeframe().code(),
                "from", Long.toString(range.fromUs()),
                "to", Long.toString(range.toUs()),
                "limit", Integer.toString(range.limit()));
        try {
            HttpResponse<String> response =
                    http.send(request(query, parameters), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != OK) {
                throw new StoreUnavailableException(
                        "ClickHouse at " + address.url() + " refuses: "
                                + response.body().strip().lines().findFirst().orElse("no reason given"),
                        null);
            }
            return response.body().lines().toList();
        } catch (IOException away) {
            throw new StoreUnavailableException(
                    "ClickHouse at " + address.url() + " cannot be reached: " + away.getMessage(), away);
        }
    }

    private HttpRequest request(String query, Map<String, String> parameters) {
        String uri = address.url() + "/?query=" + encode(query) + "&database=" + encode(address.database())
                + parameters.entrySet().stream()
                        .map(parameter -> "&param_" + parameter.getKey() + '=' + encode(parameter.getValue()))
                        .collect(Collectors.joining());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT).GET();
        if (!address.user().isEmpty()) {
            request.header("X-ClickHouse-User", address.user()).header("X-ClickHouse-Key", address.password());
        }
        return request.build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One line of ClickHouse's format TabSeparated; none of the columns read holds a character it would escape. */
    private static final class TabbedFields implements FieldReader<RuntimeException> {

        private static final String NULL = "\\N";

        private final String[] texts;
        private int next;

        TabbedFields(String line) {
            this.texts = line.split("\t", -1);
        }

        @Override
        public String text() {
            String text = texts[next++];
            return text.equals(NULL) ? "" : text;
        }

        @Override
        public long whole() {
            return Long.parseLong(text());
        }

        @Override
        public double number() {
            String text = text();
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        }

        @Override
        public long time() {
            String text = text();
            return text.isEmpty() ? Bar.NO_TIME : Long.parseLong(text);
        }

        @Override
        public boolean flag() {
            return Boolean.parseBoolean(text());
        }
    }
}
