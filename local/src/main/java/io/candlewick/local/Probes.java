package io.candlewick.local;

import io.candlewick.config.KafkaConnection;
import io.candlewick.config.Secrets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** The probe of each service, from nothing but its address: the supervisor and {@code status} ask the same way. */
final class Probes {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int CONNECT_LIMIT_MS = 1_000;
    private static final int OK = 200;

    private Probes() {}

    /** Probes of what these addresses name. */
    static Map<Service, Probe> of(StackAddresses addresses) {
        Map<Service, Probe> probes = new EnumMap<>(Service.class);
        addresses.kafka().ifPresent(kafka -> probes.put(Service.BROKER, () -> broker(kafka)));
        addresses.streamsUrl().ifPresent(url -> probes.put(Service.STREAMS, () -> http(url + "/readyz")));
        addresses.schemaRegistryUrl().ifPresent(url -> probes.put(Service.REGISTRY, () -> http(url + "/subjects")));
        addresses.connectUrl().ifPresent(url -> probes.put(Service.CONNECT, () -> http(url + "/health")));
        addresses
                .clickhouseUrl()
                .ifPresent(url -> probes.put(Service.CLICKHOUSE, () -> http(url + "/?query=SELECT%201")));
        addresses.timescale().ifPresent(server -> probes.put(Service.TIMESCALE, () -> database(server)));
        return probes;
    }

    private static Optional<String> broker(KafkaConnection kafka) throws InterruptedException {
        String servers = kafka.bootstrapServers();
        if (!listens(servers)) {
            return Optional.of(servers + " does not answer");
        }
        return withAdmin(
                kafka,
                admin -> admin.describeCluster().nodes().get().isEmpty()
                        ? Optional.of(servers + " has no broker yet")
                        : Optional.empty());
    }

    private interface AdminQuestion {
        Optional<String> ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static Optional<String> withAdmin(KafkaConnection kafka, AdminQuestion question)
            throws InterruptedException {
        Map<String, Object> properties = kafka.settings();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        try (Admin admin = Admin.create(properties)) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            return Optional.of(kafka.bootstrapServers() + ": " + oneLine(words(e.getCause())));
        }
    }

    private static boolean listens(String servers) {
        String first = servers.split(",", 2)[0];
        int colon = first.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(first.substring(0, colon), Integer.parseInt(first.substring(colon + 1))),
                    CONNECT_LIMIT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> http(String url) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        try {
            int status = Http.CLIENT
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == OK ? Optional.empty() : Optional.of(url + " answers " + status);
        } catch (IOException e) {
            return Optional.of(url + " does not answer");
        }
    }

    private static Optional<String> database(TimescaleServer server) {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("loginTimeout", Long.toString(LIMIT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(LIMIT.toSeconds()));
        try (Connection connection = DriverManager.getConnection(server.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(Secrets.hideIn(server.url()) + ": " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** What an error says of itself; its class only if it says nothing. */
    static String words(@Nullable Throwable error) {
        return error == null || error.getMessage() == null ? String.valueOf(error) : error.getMessage();
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("[. ]+$", "");
    }

    /** Made when first used: the broker's and the database's probes do without it. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(CONNECT_LIMIT_MS))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
