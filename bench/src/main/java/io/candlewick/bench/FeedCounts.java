package io.candlewick.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a collector has counted of its feed since its start, as its metrics say.
 *
 * @param frames frames that came
 * @param received elements with market data that came
 * @param accepted elements that became ticks and were kept
 * @param rejected elements that did not, by reason
 * @param connects attempts to connect
 * @param isConnected whether it delivers now
 * @param acknowledged ticks the broker has taken, those sent twice counted twice
 * @param pendingBytes what waits in the spool
 */
record FeedCounts(
        long frames,
        long received,
        long accepted,
        Map<String, Long> rejected,
        long connects,
        boolean isConnected,
        long acknowledged,
        long pendingBytes) {

    /** Of a collector that has not answered yet. */
    static final FeedCounts NONE = new FeedCounts(0, 0, 0, Map.of(), 0, false, 0, 0);

    private static final Pattern METRIC =
            Pattern.compile("^(candlewick_\\w+?)(?:_total)?(?:\\{([^}]*)})? ([0-9.E+-]+)$", Pattern.MULTILINE);
    private static final Pattern REASON = Pattern.compile("reason=\"([^\"]*)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    FeedCounts {
        rejected = Map.copyOf(rejected);
    }

    /** Asks a collector. */
    static FeedCounts of(HttpClient http, int port) throws IOException, InterruptedException {
        String text = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .timeout(TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Double> sums = new TreeMap<>();
        Map<String, Long> rejected = new TreeMap<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            double value = Double.parseDouble(metric.group(3));
            String labels = metric.group(2) == null ? "" : metric.group(2);
            boolean isMark = labels.contains("kind=\"") && !labels.contains("kind=\"tick\"");
            if (!isMark) {
                sums.merge(metric.group(1), value, Double::sum);
            }
            Matcher reason = REASON.matcher(labels);
            if (metric.group(1).equals("candlewick_feed_rejected") && value > 0 && reason.find()) {
                rejected.merge(reason.group(1), (long) value, Long::sum);
            }
        }
        return new FeedCounts(
                whole(sums, "candlewick_feed_frames"),
                whole(sums, "candlewick_feed_received"),
                whole(sums, "candlewick_feed_accepted"),
                rejected,
                whole(sums, "candlewick_feed_connects"),
                whole(sums, "candlewick_feed_connected") > 0,
                whole(sums, "candlewick_publish_acknowledged"),
                whole(sums, "candlewick_spool_pending_bytes"));
    }

    private static long whole(Map<String, Double> sums, String name) {
        return sums.getOrDefault(name, 0.0).longValue();
    }

    long allRejected() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every element that came is accounted for. */
    boolean isBalanced() {
        return received == accepted + allRejected();
    }

    /** These and those of an earlier process. */
    FeedCounts plus(FeedCounts other) {
        Map<String, Long> reasons = new TreeMap<>(rejected);
        other.rejected.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        return new FeedCounts(
                frames + other.frames,
                received + other.received,
                accepted + other.accepted,
                reasons,
                connects + other.connects,
                isConnected,
                acknowledged + other.acknowledged,
                pendingBytes);
    }
}
