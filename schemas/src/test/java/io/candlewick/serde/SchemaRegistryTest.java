package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.contract.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {

    private static final Schema TICK = Topics.TICKS_LIVE.value().orElseThrow();
    private static final String STORE_PASSWORD = "changeit";

    private final ScriptedRegistry registry = ScriptedRegistry.start();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void shouldAskOnceForAnIdAndOnceForASchema() {
        SchemaRegistry client = registry.client();

        int id = client.register("ticks.live-value", TICK);

        assertThat(client.register("ticks.live-value", TICK)).isEqualTo(id);
        assertThat(client.schema(id)).isEqualTo(TICK).isSameAs(client.schema(id));
        assertThat(registry.requests())
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("POST /subjects/ticks.live-value/versions", "GET /schemas/ids/1");
    }

    @Test
    void shouldWriteASubjectSafelyIntoTheAddress() {
        registry.client().register("a/b c-value", TICK);

        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::path)
                .containsExactly("/subjects/a%2Fb%20c-value/versions");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void shouldTryAgainWithGrowingPausesWhileTheRegistryIsOverloaded(int status) {
        List<Long> pausesMs = new ArrayList<>();
        SchemaRegistry client = new SchemaRegistry(registry.config(), pausesMs::add);
        registry.answerNext(status, "{\"message\":\"starting\"}");
        registry.answerNext(status, "{\"message\":\"starting\"}");

        assertThat(client.register("ticks.live-value", TICK)).isEqualTo(1);
        assertThat(pausesMs).containsExactly(100L, 200L);
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void shouldGiveUpAfterTheConfiguredAttempts() {
        for (int attempt = 0; attempt < 3; attempt++) {
            registry.answerNext(503, "<html>\n<body>Service Unavailable</body>");
        }

        assertThatThrownBy(() -> registry.client().register("ticks.live-value", TICK))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        away -> assertThat(away.isRetryable()).isTrue())
                .hasMessage("Schema registry " + registry.url()
                        + " refused subject 'ticks.live-value' with HTTP 503: <html>");
        assertThat(registry.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "409, '{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}', Schema being registered is incompatible",
        "422, '{\"error_code\":42201,\"message\":\"Invalid Avro schema\"}', Invalid Avro schema",
        "401, Unauthorized, Unauthorized",
        "404, '', no message",
        "302, '{}', {}"
    })
    void shouldTakeARefusalForFinal(int status, String body, String reason) {
        registry.answerNext(status, body);

        assertThatThrownBy(() -> registry.client().register("bars-value", TICK))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessage("Schema registry " + registry.url() + " refused subject 'bars-value' with HTTP " + status
                        + ": " + reason);
        assertThat(registry.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "{\"id\":\"x\"}", "[]", "{\"id\":4294967296}"})
    void shouldSayWhenTheAnswerIsNoRegistrys(String body) {
        registry.answerNext(200, body);

        assertThatThrownBy(() -> registry.client().register("bars-value", TICK))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        wrong -> assertThat(wrong.isRetryable()).isFalse())
                .hasMessage("Schema registry " + registry.url()
                        + " answered subject 'bars-value' with something a registry would not say: "
                        + (body.isEmpty() ? "no message" : body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"schema\":\"\"}", "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 'proto3';\"}"})
    void shouldSayWhenASchemaIsNotAvro(String answer) {
        registry.answerNext(200, answer);

        assertThatThrownBy(() -> registry.client().schema(9))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith(
                        "Schema registry " + registry.url() + " answered schema id 9 with no Avro schema");
    }

    @Test
    void shouldReadWhatASchemaRefersToFirst() {
        String side = "{\"type\":\"enum\",\"name\":\"Side\",\"namespace\":\"x\",\"symbols\":[\"BUY\",\"SELL\"]}";
        String fill =
                "{\"type\":\"record\",\"name\":\"Fill\",\"namespace\":\"x\",\"fields\":[{\"name\":\"side\",\"type\":\"x.Side\"}]}";
        String order =
                "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"x\",\"fields\":[{\"name\":\"fill\",\"type\":\"x.Fill\"},"
                        + "{\"name\":\"side\",\"type\":\"x.Side\",\"default\":\"BUY\"}]}";
        registry.answerNext(200, answer(order, "x.Fill", "x.Side"));
        registry.answerNext(200, answer(fill, "x.Side"));
        registry.answerNext(200, answer(side));

        Schema schema = registry.client().schema(7);

        assertThat(schema.getField("fill").schema().getField("side").schema().getEnumSymbols())
                .containsExactly("BUY", "SELL");
        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::path)
                .containsExactly("/schemas/ids/7", "/subjects/x.Fill/versions/1", "/subjects/x.Side/versions/1");
    }

    @Test
    void shouldNameTheReferenceItCannotFind() {
        registry.answerNext(200, answer("{\"type\":\"array\",\"items\":\"x.Side\"}", "x.Side"));

        assertThatThrownBy(() -> registry.client().schema(7))
                .isInstanceOf(RegistryException.class)
                .hasMessage("Schema registry " + registry.url()
                        + " refused subject 'x.Side' with HTTP 404: Subject not found");
    }

    @Test
    void shouldNotFollowReferencesInACircle() {
        registry.answerNext(200, answer("\"x.A\"", "x.A"));
        registry.answerNext(200, answer("\"x.A\"", "x.A"));

        assertThatThrownBy(() -> registry.client().schema(7))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answered subject 'x.A' with no Avro schema");
    }

    @Test
    void shouldSendUserAndPassword() {
        RegistryConfig config = new RegistryConfig(
                List.of(URI.create(registry.url())),
                Optional.of("mira"),
                Optional.of("sésame"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                1);

        new SchemaRegistry(config).register("bars-value", TICK);

        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::authorization)
                .containsExactly(Optional.of("Basic bWlyYTpzw6lzYW1l"));
    }

    @Test
    void shouldSendNoUserUnlessToldTo() {
        registry.client().register("bars-value", TICK);

        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::authorization)
                .containsExactly(Optional.empty());
    }

    @Test
    void shouldNameAddressAndSubjectWhenNobodyListens() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());

        assertThatThrownBy(() -> client(nobody).register("bars-value", TICK))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        away -> assertThat(away.isRetryable()).isTrue())
                .hasMessage("Schema registry " + nobody + " is away (asked for subject 'bars-value'): no connection");
    }

    @Test
    void shouldNameAHostThatDoesNotExist() {
        assertThatThrownBy(
                        () -> client(URI.create("http://registry.invalid:8081")).schema(3))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "Schema registry http://registry.invalid:8081 is away (asked for schema id 3): unknown host");
    }

    @Test
    void shouldAskTheNextAddressWhenTheFirstIsAway() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());

        assertThat(client(nobody, URI.create(registry.url())).register("bars-value", TICK))
                .isEqualTo(1);
    }

    @Test
    void shouldSayWhatToSetWhenThereIsNoAddress() {
        assertThatThrownBy(() -> client().register("bars-value", TICK))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        missing -> assertThat(missing.isRetryable()).isFalse())
                .hasMessage("No schema registry is configured: set CANDLEWICK_SCHEMA_REGISTRY_URL");
    }

    @Test
    void shouldStopTryingWhenInterrupted() {
        SchemaRegistry client = new SchemaRegistry(
                registry.config(), pauseMs -> Thread.currentThread().interrupt());
        registry.answerNext(503, "");

        assertThatThrownBy(() -> client.register("bars-value", TICK)).isInstanceOf(RegistryException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldTrustOnlyTheAuthoritiesItIsGiven(@TempDir Path directory) throws Exception {
        Path trustStore = directory.resolve("trust.p12");
        try (ScriptedRegistry secure = ScriptedRegistry.start(serverContext(directory, trustStore))) {
            RegistryConfig trusting = config(secure.url(), Optional.of(trustStore));
            RegistryConfig doubting = config(secure.url(), Optional.empty());

            assertThat(new SchemaRegistry(trusting).register("bars-value", TICK))
                    .isEqualTo(1);
            assertThatThrownBy(() -> new SchemaRegistry(doubting).register("bars-value", TICK))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith(
                            "Schema registry " + secure.url() + " is away (asked for subject 'bars-value'): ")
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void shouldNameATrustStoreItCannotRead(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.p12");
        Path broken = Files.writeString(directory.resolve("broken.p12"), "no key store");

        for (Path store : List.of(missing, broken)) {
            assertThatThrownBy(() -> new SchemaRegistry(config(registry.url(), Optional.of(store))))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith("Trust store " + store + " of the schema registry cannot be read: ");
        }
    }

    private static String answer(String schema, String... references) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("schema", schema);
        ArrayNode list = answer.putArray("references");
        for (String name : references) {
            list.addObject().put("name", name).put("subject", name).put("version", 1);
        }
        return answer.toString();
    }

    private static SchemaRegistry client(URI... urls) {
        return new SchemaRegistry(
                new RegistryConfig(
                        List.of(urls),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        1),
                pauseMs -> {});
    }

    private static RegistryConfig config(String url, Optional<Path> trustStore) {
        return new RegistryConfig(
                List.of(URI.create(url)),
                Optional.empty(),
                Optional.empty(),
                trustStore,
                trustStore.map(store -> STORE_PASSWORD),
                Duration.ofSeconds(5),
                1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A server's identity, and beside it the trust store of those who believe it. */
    private static SSLContext serverContext(Path directory, Path trustStore)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path identity = directory.resolve("server.p12");
        Path certificate = directory.resolve("server.crt");
        keytool(
                "-genkeypair -alias registry -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 2 -keystore "
                        + identity);
        keytool("-exportcert -alias registry -keystore " + identity + " -file " + certificate);
        keytool("-importcert -noprompt -alias registry -keystore " + trustStore + " -file " + certificate);

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identity)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
