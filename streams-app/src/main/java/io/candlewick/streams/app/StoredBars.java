package io.candlewick.streams.app;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bars in ClickHouse's table {@code aggregates}, read over its HTTP protocol.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: {@link IOException} with one line if ClickHouse is away or refuses.
 */
final class StoredBars {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final String QUERY = """
            SELECT toUnixTimestamp64Micro(start_time), toUnixTimestamp64Micro(end_time), open, high, low, close,
                   bid_open, bid_high, bid_low, bid_close, ask_open, ask_high, ask_low, ask_close,
                   volume, tick_count, vwap, spread_mean, spread_max, range_pips, body_pips, buy_volume, sell_volume,
                   toUnixTimestamp64Micro(first_tick_time), toUnixTimestamp64Micro(last_tick_time),
                   status, revision, cause, source, complete
            FROM aggregates FINAL
            WHERE tenant = {tenant:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}
              AND start_time >= fromUnixTimestamp64Micro({from:Int64})
              AND end_time <= fromUnixTimestamp64Micro({to:Int64})
            ORDER BY start_time DESC LIMIT {bars:UInt32} FORMAT TabSeparated""";

    private final ClickHouseAddress address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    StoredBars(ClickHouseAddress address) {
        this.address = address;
    }

    /**
     * The last bars of a series that end by a time.
     *
     * @param series a bar key of the series; its start is the least
     * @param toUs the time
     * @param count how many at most
     * @return the bars, earliest first
     */
    List<Bar> last(BarKey series, long toUs, int count) throws IOException, InterruptedException {
        Map<String, String> parameters = Map.of(
                "tenant", series.tenant(),
                "symbol", series.symbol().text(),
                "timeframe", series.timeframe().code(),
                "from", Long.toString(series.startTimeUs()),
                "to", Long.toString(toUs),
                "bars", Integer.toString(count));
        HttpResponse<String> response =
                http.send(request(parameters), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != OK) {
            throw new IOException("ClickHouse at " + address.url() + " refuses: "
                    + response.body().strip().lines().findFirst().orElse("no reason given"));
        }
        List<Bar> bars = new ArrayList<>();
        response.body().lines().forEach(line -> bars.add(bar(series, line.split("\t", -1))));
        Collections.reverse(bars);
        return bars;
    }

    private HttpRequest request(Map<String, String> parameters) {
        StringBuilder uri = new StringBuilder(address.url())
                .append("/?query=")
                .append(encode(QUERY))
                .append("&database=")
                .append(encode(address.database()));
        parameters.forEach(
                (name, value) -> uri.append("&param_").append(name).append('=').append(encode(value)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri.toString()))
                .timeout(TIMEOUT)
                .GET();
        if (!address.user().isEmpty()) {
            request.header("X-ClickHouse-User", address.user()).header("X-ClickHouse-Key", address.password());
        }
        return request.build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Bar bar(BarKey series, String[] fields) {
        Fields in = new Fields(fields);
        return new Bar(
                new BarKey(series.tenant(), series.symbol(), series.timeframe(), in.whole()),
                in.whole(),
                new Ohlc(in.number(), in.number(), in.number(), in.number()),
                in.side(),
                in.side(),
                in.number(),
                in.whole(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                BarStatus.valueOf(in.text()),
                (int) in.whole(),
                in.cause(),
                BarSource.valueOf(in.text()),
                Boolean.parseBoolean(in.text()));
    }

    /** The fields of one line, taken in their order. */
    private static final class Fields {

        private static final String NULL = "\\N";

        private final String[] texts;
        private int next;

        Fields(String[] texts) {
            this.texts = texts;
        }

        String text() {
            return texts[next++];
        }

        long whole() {
            return Long.parseLong(text());
        }

        double number() {
            String text = text();
            return text.equals(NULL) ? Double.NaN : Double.parseDouble(text);
        }

        long time() {
            String text = text();
            return text.equals(NULL) ? Bar.NO_TIME : Long.parseLong(text);
        }

        @Nullable
        Ohlc side() {
            Ohlc side = new Ohlc(number(), number(), number(), number());
            return Double.isNaN(side.open()) ? null : side;
        }

        @Nullable
        CorrectionCause cause() {
            String text = text();
            return text.equals(NULL) ? null : CorrectionCause.valueOf(text);
        }
    }
}
