package io.candlewick.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks the registry over HTTP: every address in turn, again with a growing pause while it is away, and says in one line what went wrong.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: {@link RegistryException}.
 */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final LongConsumer pause;
    private final HttpClient http;

    /** A 2xx answer; of a body that is no JSON the node is missing. */
    record Answer(URI url, String what, JsonNode json, String body) {

        RegistryException unlikely() {
            return new RegistryException(
                    "Schema registry " + url + " answered " + what + " with something a registry would not say: "
                            + firstLine(body),
                    false);
        }
    }

    RegistryHttp(RegistryConfig config, LongConsumer pause) {
        this.config = config;
        this.pause = pause;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.timeout());
        config.trustStore().ifPresent(store -> builder.sslContext(trusting(store)));
        this.http = builder.build();
    }

    /** Gets a path; what stands in messages for that which was asked. */
    Answer get(String path, String what) {
        return ask("GET", path, "", what);
    }

    Answer post(String path, String body, String what) {
        return ask("POST", path, body, what);
    }

    private Answer ask(String method, String path, String body, String what) {
        if (config.urls().isEmpty()) {
            throw new RegistryException("No schema registry is configured: set " + RegistryConfig.URL, false);
        }
        RegistryException last = null;
        long pauseMs = FIRST_PAUSE_MS;
        for (int attempt = 1; attempt <= config.attempts(); attempt++) {
            for (URI url : config.urls()) {
                try {
                    return askOnce(url, method, path, body, what);
                } catch (RegistryException failure) {
                    if (!failure.isRetryable()) {
                        throw failure;
                    }
                    last = failure;
                }
            }
            if (attempt < config.attempts()) {
                pause.accept(pauseMs);
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw last == null ? new RegistryException("Interrupted while asking for " + what, true) : last;
    }

    private Answer askOnce(URI url, String method, String path, String body, String what) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(config.timeout())
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Content-Type", MEDIA_TYPE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        config.user()
                .ifPresent(user -> request.header(
                        "Authorization", basic(user, config.password().orElse(""))));
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException away) {
            throw new RegistryException(
                    "Schema registry " + url + " is away (asked for " + what + "): " + reason(away), away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RegistryException("Interrupted while asking schema registry " + url, interrupted);
        }
        if (response.statusCode() / 100 == 2) {
            return new Answer(url, what, json(response.body()), response.body());
        }
        boolean retryable = response.statusCode() >= 500 || response.statusCode() == 429;
        throw new RegistryException(
                "Schema registry " + url + " refused " + what + " with HTTP " + response.statusCode() + ": "
                        + message(response.body()),
                retryable);
    }

    /** What does not parse has no fields, which is what whoever asks looks for. */
    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String message(String body) {
        JsonNode message = json(body).path("message");
        return message.isTextual() ? message.asText() : firstLine(body);
    }

    private static String firstLine(String body) {
        return body.strip().lines().findFirst().orElse("no message");
    }

    /** The JDK leaves the message empty where a connection fails at once; the cause still tells the two cases apart. */
    private static String reason(IOException away) {
        for (Throwable cause = away; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
        }
        return away.getMessage() == null ? "no connection" : away.getMessage();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private SSLContext trusting(Path store) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(in, config.trustStorePassword().orElse("").toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new RegistryException(
                    "Trust store " + store + " of the schema registry cannot be read: " + unreadable.getMessage(),
                    false);
        }
    }
}
