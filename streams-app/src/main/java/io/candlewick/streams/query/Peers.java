package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.market.Times;
import io.candlewick.streams.config.ApiToken;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.stored.SeriesRange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The other instances of this application, asked for what they hold over {@code /v1/state}, which answers from its own state alone: a request
 * can never go round.
 *
 * <p>Group metadata names them, so only members of the group are ever asked. One that did not answer in time is left alone for a while.
 * <b>Thread</b>: any.
 */
final class Peers {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long LEFT_ALONE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scheme;
    private final HostInfo self;
    private final Optional<ApiToken> token;
    private final LongSupplier nanoClock;
    private final Duration timeout;
    private final Map<HostInfo, Long> leftAloneSince = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    Peers(String scheme, HostInfo self, Optional<ApiToken> token, LongSupplier nanoClock) {
        this(scheme, self, token, nanoClock, TIMEOUT);
    }

    /** Those that speak TLS are trusted as far as the JVM trusts their authority. */
    Peers(String scheme, HostInfo self, Optional<ApiToken> token, LongSupplier nanoClock, Duration timeout) {
        this.scheme = scheme;
        this.timeout = timeout;
        this.self = self;
        this.token = token;
        this.nanoClock = nanoClock;
    }

    /** What another instance holds; empty, with a reason more, if it cannot say. */
    Optional<LaneAnswer> ask(HostInfo peer, Lane lane, SeriesWish wish, List<String> reasons)
            throws InterruptedException {
        if (peer.equals(HostInfo.unavailable()) || peer.equals(self)) {
            return Optional.empty();
        }
        String name = peer.host() + ":" + peer.port();
        Long since = leftAloneSince.get(peer);
        if (since != null && nanoClock.getAsLong() - since < LEFT_ALONE_NANOS) {
            reasons.add(name + " did not answer lately");
            return Optional.empty();
        }
        try {
            HttpResponse<byte[]> response =
                    http.send(request(name, lane, wish), HttpResponse.BodyHandlers.ofByteArray());
            leftAloneSince.remove(peer);
            if (response.statusCode() == OK) {
                return Optional.of(BarReader.laneAnswer(wish.range(), JSON.readTree(response.body())));
            }
            reasons.add(name + " answers " + response.statusCode() + " " + detail(response.body()));
        } catch (HttpTimeoutException silent) {
            leftAloneSince.put(peer, nanoClock.getAsLong());
            reasons.add(name + " does not answer");
        } catch (IOException away) {
            reasons.add(name + " cannot be reached: " + away.getMessage());
        }
        return Optional.empty();
    }

    private static String detail(byte[] problem) throws IOException {
        JsonNode detail = JSON.readTree(problem).path("detail");
        return detail.asText();
    }

    private HttpRequest request(String peer, Lane lane, SeriesWish wish) {
        SeriesRange range = wish.range();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("lane", lane.code());
        parameters.put("tenant", range.tenant());
        parameters.put("symbol", range.symbol().text());
        parameters.put("timeframe", range.timeframe().code());
        parameters.put("from", Times.text(range.fromUs()));
        parameters.put("to", Times.text(range.toUs()));
        parameters.put("limit", Integer.toString(range.limit()));
        parameters.put("forming", Boolean.toString(wish.forming()));
        if (wish.indicators()) {
            parameters.put("indicators", wish.names().isEmpty() ? "all" : String.join(",", wish.names()));
        }
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + '=' + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scheme + "://" + peer + "/v1/state?" + query))
                .timeout(timeout);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
        return request.build();
    }
}
