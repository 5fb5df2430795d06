package io.candlewick.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a schema registry that speaks Confluent's REST API: Confluent's own, Apicurio, Karapace, Redpanda.
 *
 * <p>Schemas and ids never change once given, so both are remembered for ever. While the registry is away a request is tried again
 * with a growing pause; an answer that refuses is final. <b>Thread</b>: any. <b>Errors</b>: {@link RegistryException}.
 */
public final class SchemaRegistry {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final LongConsumer pause;
    private final HttpClient http;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();

    private record Subject(String name, Schema schema) {}

    private record Answer(URI url, String what, JsonNode json, String body) {

        RegistryException unlikely() {
            return new RegistryException(
                    "Schema registry " + url + " answered " + what + " with something a registry would not say: "
                            + firstLine(body),
                    false);
        }
    }

    /**
     * A client; nothing is asked yet.
     *
     * @param config how to reach the registry
     * @throws RegistryException if the trust store cannot be read
     */
    public SchemaRegistry(RegistryConfig config) {
        this(config, pauseMs -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs)));
    }

    /** A client that pauses between attempts as it is told to, so that a test need not wait. */
    SchemaRegistry(RegistryConfig config, LongConsumer pause) {
        this.config = config;
        this.pause = pause;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.timeout());
        config.trustStore().ifPresent(store -> builder.sslContext(trusting(store)));
        this.http = builder.build();
    }

    /**
     * Registers a schema, or finds it registered already.
     *
     * @param subject e.g. {@code bars-value}
     * @param schema the schema
     * @return its id
     * @throws RegistryException if the registry is away or refuses, e.g. because the schema is not compatible
     */
    public int register(String subject, Schema schema) {
        Subject wanted = new Subject(subject, schema);
        Integer known = ids.get(wanted);
        if (known != null) {
            return known;
        }
        String body;
        try {
            body = JSON.writeValueAsString(Map.of("schema", schema.toString()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("schema of " + subject + " is not text", impossible);
        }
        String path = "/subjects/" + pathSegment(subject) + "/versions";
        Answer answer = ask("POST", path, body, "subject '" + subject + "'");
        JsonNode id = answer.json().path("id");
        if (!id.isInt()) {
            throw answer.unlikely();
        }
        ids.put(wanted, id.asInt());
        return id.asInt();
    }

    /**
     * The schema of an id.
     *
     * @param id as it stands in a record
     * @return the schema
     * @throws RegistryException if the registry is away or does not know the id
     */
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Answer answer = ask("GET", "/schemas/ids/" + id, "", "schema id " + id);
        try {
            Schema schema =
                    new Schema.Parser().parse(answer.json().path("schema").asText());
            schemas.put(id, schema);
            return schema;
        } catch (AvroRuntimeException notAvro) {
            throw new RegistryException(
                    "Schema registry " + answer.url() + " answered schema id " + id + " with no Avro schema: "
                            + notAvro.getMessage(),
                    false);
        }
    }

    /**
     * The subjects the registry holds.
     *
     * @return their names
     * @throws RegistryException if the registry is away
     */
    public List<String> subjects() {
        List<String> names = new java.util.ArrayList<>();
        ask("GET", "/subjects", "", "the list of subjects").json().forEach(name -> names.add(name.asText()));
        return names;
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

    private static String pathSegment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
