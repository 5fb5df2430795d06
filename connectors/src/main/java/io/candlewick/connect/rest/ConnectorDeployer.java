package io.candlewick.connect.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Deploys connectors over the REST API of a Connect worker and tells how they are.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: {@link ConnectorException}, with Connect's own reasons, one a line.
 */
public final class ConnectorDeployer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int OK = 2;

    private final URI worker;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * A deployer; nothing is asked yet.
     *
     * @param worker address of the worker's REST API, e.g. {@code http://127.0.0.1:8083}
     */
    public ConnectorDeployer(URI worker) {
        this.worker = worker;
    }

    /**
     * Creates a connector or brings its configuration up to date, and waits until it runs.
     *
     * @param connector the connector
     * @param limit how long to wait
     * @return how it is
     * @throws ConnectorException if the configuration is refused, a task fails, or the time is up
     */
    public ConnectorStatus apply(ConnectorFile connector, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        put(connector, deadline);
        Optional<ConnectorStatus> last = Optional.empty();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            last = find(connector.name());
            if (last.isPresent() && last.get().isRunning()) {
                return last.get();
            }
            if (last.isPresent() && last.get().hasFailed()) {
                throw new ConnectorException("Connector " + last.get());
            }
            pause();
        }
        throw new ConnectorException("Connector " + connector.name() + " does not run after " + limit.toSeconds()
                + " s: " + last.map(ConnectorStatus::toString).orElse("Connect does not know it yet"));
    }

    /** While workers settle who does what, Connect answers 409: that passes. */
    private void put(ConnectorFile connector, long deadline) {
        String path = "/connectors/" + encode(connector.name()) + "/config";
        while (true) {
            HttpResponse<String> response = send("PUT", path, json(connector));
            if (response.statusCode() / 100 == OK) {
                return;
            }
            if (response.statusCode() != CONFLICT || System.nanoTime() >= deadline) {
                throw refused("connector '" + connector.name() + "'", response);
            }
            pause();
        }
    }

    /**
     * How a connector is.
     *
     * @param name the connector
     * @return its status, empty if there is none of that name
     * @throws ConnectorException if Connect is away
     */
    public Optional<ConnectorStatus> find(String name) {
        HttpResponse<String> response = send("GET", "/connectors/" + encode(name) + "/status", "");
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(ConnectorStatus.of(read(checked("connector '" + name + "'", response))));
    }

    /**
     * The connectors there are.
     *
     * @return their names
     * @throws ConnectorException if Connect is away
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        read(checked("the list of connectors", send("GET", "/connectors", "")))
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    /**
     * Whether the worker answers.
     *
     * @return true if it does
     */
    public boolean isReady() {
        try {
            names();
            return true;
        } catch (ConnectorException away) {
            return false;
        }
    }

    /**
     * Stops reading; {@link #resume} goes on where it was.
     *
     * @param name the connector
     */
    public void pause(String name) {
        act("PUT", name, "/pause");
    }

    /**
     * Goes on after {@link #pause}.
     *
     * @param name the connector
     */
    public void resume(String name) {
        act("PUT", name, "/resume");
    }

    /**
     * Restarts the connector and all its tasks.
     *
     * @param name the connector
     */
    public void restart(String name) {
        act("POST", name, "/restart?includeTasks=true&onlyFailed=false");
    }

    /**
     * Deletes a connector; what it has written and its offsets stay.
     *
     * @param name the connector
     */
    public void delete(String name) {
        act("DELETE", name, "");
    }

    private void act(String method, String name, String action) {
        checked("connector '" + name + "'", send(method, "/connectors/" + encode(name) + action, ""));
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException away) {
            String reason = away.getMessage() == null ? "no connection" : away.getMessage();
            throw new ConnectorException("Kafka Connect " + worker + " is away: " + reason, away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConnectorException("Interrupted while asking Kafka Connect " + worker, interrupted);
        }
    }

    private HttpResponse<String> checked(String what, HttpResponse<String> response) {
        if (response.statusCode() / 100 != OK) {
            throw refused(what, response);
        }
        return response;
    }

    private ConnectorException refused(String what, HttpResponse<String> response) {
        String message = "";
        try {
            message = JSON.readTree(response.body()).path("message").asText();
        } catch (JsonProcessingException notJson) {
            message = response.body().strip();
        }
        return new ConnectorException(
                "Kafka Connect " + worker + " refused " + what + " (HTTP " + response.statusCode() + "): " + message);
    }

    private JsonNode read(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException notJson) {
            throw new ConnectorException(
                    "Kafka Connect " + worker + " answered with something that is not JSON", notJson);
        }
    }

    private static String json(ConnectorFile connector) {
        try {
            return JSON.writeValueAsString(connector.config());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts is not JSON", impossible);
        }
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY.toMillis()));
    }
}
