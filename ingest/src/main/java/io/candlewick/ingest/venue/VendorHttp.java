package io.candlewick.ingest.venue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one vendor over HTTP: within its rate limit, again where that can help, never for ever.
 *
 * <p>Asked again, at most {@value #ATTEMPTS} times: connection failures, 408, 413, 425, 429, 499 and every 5xx, after as long as the answer
 * says in {@code Retry-After}, else after twice as long as the last time. <b>Thread</b>: any. <b>Errors</b>:
 * {@link VendorException}; neither messages nor logs hold headers or a query, where keys may stand.
 */
public final class VendorHttp {

    private static final Logger LOG = LoggerFactory.getLogger(VendorHttp.class);
    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /* 50,000 bars are some 6 MB; a vendor that sends much more is not answering. */
    private static final int MAX_BODY = 128 * 1024 * 1024;
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int SERVER_ERROR = 500;
    private static final int NETWORK_AUTHENTICATION = 600;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String vendor;
    private final Map<String, String> headers;
    private final TokenBucket limit;
    private final Pause pause;

    /** Waits; in tests it only counts. */
    public interface Pause {

        /**
         * Waits.
         *
         * @param duration how long
         * @throws InterruptedException if the thread is to end
         */
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the body, unpacked
     */
    // The body is handed from the socket to one parser and read there; nobody else sees the array.
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, byte[] body) {

        /**
         * Whether the vendor answered the question.
         *
         * @return true for a 2xx status
         */
        public boolean isOk() {
            return status >= OK && status < MULTIPLE_CHOICES;
        }
    }

    /**
     * A client of one vendor.
     *
     * @param vendor its name, for messages
     * @param headers sent with every request, the key among them
     * @param limit its rate limit, shared by all who use the same key
     * @param pause how to wait
     */
    public VendorHttp(String vendor, Map<String, String> headers, TokenBucket limit, Pause pause) {
        this.vendor = vendor;
        this.headers = Map.copyOf(headers);
        this.limit = limit;
        this.pause = pause;
    }

    /**
     * Asks, and asks again where that can help.
     *
     * @param address what to get
     * @return the answer: 2xx, or a 3xx or 4xx that asking again would not change
     * @throws VendorException of kind AWAY when the attempts are used up
     * @throws InterruptedException if the thread is to end
     */
    public Answer get(URI address) throws VendorException, InterruptedException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            pause.of(limit.take());
            String failure;
            Duration wait = next;
            try {
                HttpResponse<InputStream> response =
                        http.send(request(address), HttpResponse.BodyHandlers.ofInputStream());
                byte[] body = body(response);
                if (!isPassing(response.statusCode())) {
                    return new Answer(response.statusCode(), body);
                }
                failure = "answers " + response.statusCode();
                wait = asked(response, next);
            } catch (IOException away) {
                failure = "does not answer (" + away.getClass().getSimpleName()
                        + (away.getMessage() == null ? "" : ": " + away.getMessage()) + ")";
            }
            if (attempt == ATTEMPTS) {
                throw new VendorException(
                        VendorException.Kind.AWAY,
                        vendor + " at " + place(address) + " " + failure + ", asked " + ATTEMPTS + " times");
            }
            LOG.info(
                    "{} at {} {}; attempt {} of {}, next in {}",
                    vendor,
                    place(address),
                    failure,
                    attempt,
                    ATTEMPTS,
                    wait);
            pause.of(wait);
            next = min(next.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private HttpRequest request(URI address) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).GET();
        headers.forEach(request::header);
        if ("https".equals(address.getScheme())) {
            // On a local network unpacking costs more than the bytes.
            request.header("Accept-Encoding", "gzip");
        }
        return request.build();
    }

    private static byte[] body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream received = response.body()) {
            byte[] bytes = received.readNBytes(MAX_BODY);
            if (bytes.length == MAX_BODY) {
                throw new IOException("the answer is longer than " + MAX_BODY + " bytes");
            }
            if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
                return bytes;
            }
            try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return unpacked.readNBytes(MAX_BODY);
            }
        }
    }

    private static boolean isPassing(int status) {
        return switch (status) {
            case 408, 413, 425, 429, 499 -> true;
            default -> status >= SERVER_ERROR && status < NETWORK_AUTHENTICATION;
        };
    }

    private static Duration asked(HttpResponse<InputStream> response, Duration otherwise) {
        OptionalLong seconds;
        try {
            seconds = response.headers().firstValueAsLong("Retry-After");
        } catch (NumberFormatException aDate) {
            seconds = OptionalLong.empty();
        }
        return seconds.isPresent()
                ? min(Duration.ofSeconds(Math.max(0, seconds.getAsLong())), LONGEST_PAUSE)
                : otherwise;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /* Without the query, where a key may stand. */
    private static String place(URI address) {
        return address.getScheme() + "://" + address.getAuthority() + address.getPath();
    }
}
