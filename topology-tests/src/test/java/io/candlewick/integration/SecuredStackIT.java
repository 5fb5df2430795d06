package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.cli.Candlewick;
import io.candlewick.config.KafkaConnection;
import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Settings;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.local.FreePorts;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.TopicCatalogue;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.TopicBars;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that lets nobody in unknown, with the rights of {@code ops/security/kafka-acls.sh} and no others, and a registry behind TLS
 * and a password: every program does its work there under its own name, and whoever has no right is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredStackIT {

    private static final Symbol SYMBOL = Symbol.of("EUR/USD");
    private static final long SECOND_US = TimeUnit.SECONDS.toMicros(1);
    private static final long MINUTE_US = 60 * SECOND_US;
    private static final long START_US = 1_736_121_600L * SECOND_US;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String STRANGER = "stranger";

    private Path directory = Path.of("");
    private final Map<String, String> passwords = new HashMap<>();
    private final String token = secret();
    private TestAuthority authority;
    private SecuredBroker broker;
    private LocalStack registry;
    private GuardedRegistry front;
    private Process streams;
    private Path streamsLog;
    private String api;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        authority = new TestAuthority(directory.resolve("certificates"));
        passwords.put(SecuredBroker.ADMIN, UUID.randomUUID().toString());
        passwords.put(GuardedRegistry.USER, secret());
        broker = new SecuredBroker(directory.resolve("broker"), authority, password(SecuredBroker.ADMIN));
        registry = LocalStack.started(
                StackConfig.in(directory.resolve("registry")).withServices(Set.of(Service.REGISTRY)));
        front = new GuardedRegistry(
                URI.create(registry.addresses().schemaRegistryUrl().orElseThrow()),
                authority.context(authority.keyStore("registry")),
                password(GuardedRegistry.USER));
        giveRights();
        try (TopicCatalogue catalogue = new TopicCatalogue(as("candlewick-operator"))) {
            catalogue.createMissing();
        }
        publishInstrument();
        startStreams();
    }

    @AfterAll
    void stop() throws Exception {
        if (streams != null) {
            streams.destroy();
            if (!streams.waitFor(20, TimeUnit.SECONDS)) {
                streams.destroyForcibly().waitFor();
            }
        }
        if (front != null) {
            front.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private void giveRights() throws Exception {
        List<AclBinding> rights = AclScript.rights();
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        rights.stream()
                .map(right -> right.entry().principal().substring("User:".length()))
                .distinct()
                .forEach(name -> users.add(user(name)));
        users.add(user(STRANGER));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Admin admin = Admin.create(as(SecuredBroker.ADMIN).settings())) {
                admin.alterUserScramCredentials(users).all().get(10, TimeUnit.SECONDS);
                admin.createAcls(rights).all().get(10, TimeUnit.SECONDS);
                return true;
            }
        });
    }

    private UserScramCredentialAlteration user(String name) {
        passwords.put(name, secret());
        return new UserScramCredentialUpsertion(
                name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password(name));
    }

    private void publishInstrument() {
        KafkaConnection kafka = as("candlewick-operator");
        new InstrumentTopic(kafka.bootstrapServers(), serdes(), kafka.security().clientSettings())
                .publish(List.of(new Instrument(
                        BarKey.SYSTEM_TENANT,
                        SYMBOL,
                        AssetClass.FX,
                        PriceBasis.QUOTE,
                        0.0001,
                        5,
                        0,
                        TradingCalendar.UTC,
                        Instrument.DEFAULT_GRACE,
                        Instrument.DEFAULT_LATENESS_HORIZON,
                        Map.of())));
    }

    private void startStreams() throws Exception {
        int port = FreePorts.one();
        api = "https://127.0.0.1:" + port;
        Map<String, String> settings = settings("candlewick-streams");
        settings.put("CANDLEWICK_STATE_DIR", directory.resolve("state").toString());
        settings.put("CANDLEWICK_INSTANCE_ID", "secured");
        settings.put("CANDLEWICK_HTTP_PORT", Integer.toString(port));
        settings.put(
                "CANDLEWICK_HTTP_TLS_KEYSTORE", authority.keyStore("streams").toString());
        settings.put("CANDLEWICK_HTTP_TLS_KEYSTORE_PASSWORD_FILE", file("streams-keystore", authority.password()));
        settings.put("CANDLEWICK_API_TOKEN_FILE", file("api-token", token));
        streamsLog = Files.createDirectories(Path.of("target", "secured-stack"))
                .toAbsolutePath()
                .resolve("streams-" + ProcessHandle.current().pid() + ".log");
        streams = new StreamsProcess(settings, streamsLog).start();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .failFast(() -> assertThat(streams.isAlive())
                        .as("alive, see %s", streamsLog)
                        .isTrue())
                .until(() -> get(api + "/readyz", "").statusCode() == 200);
    }

    @Test
    void shouldMakeBarsOfBothLanesUnderItsOwnName() throws Exception {
        for (String topic : List.of(Topics.TICKS_LIVE.name(), Topics.TICKS_HISTORY.name())) {
            long startUs = topic.equals(Topics.TICKS_LIVE.name()) ? START_US : START_US - 60 * MINUTE_US;
            try (TickPublisher publisher = KafkaTickPublisher.open(
                    PublisherConfig.bulk(as("candlewick-ingest"), topic, "secured"), serdes())) {
                publisher.publish(mark(startUs, FeedStatus.STARTED));
                publisher.publish(Tick.quote(origin(startUs), SYMBOL, startUs + SECOND_US, 1, 1.1000, 1.1002));
                publisher.publish(Tick.quote(origin(startUs), SYMBOL, startUs + 20 * SECOND_US, 2, 1.1010, 1.1012));
                publisher.publish(mark(startUs + MINUTE_US, FeedStatus.ENDED));
                publisher.flush();
            }
            TopicBars bars = new TopicBars(as("candlewick-reader"), new SchemaRegistry(registry()));
            BarRange minute = new BarRange(BarKey.SYSTEM_TENANT, SYMBOL, Timeframe.M1, startUs, startUs + MINUTE_US);

            List<BarRow> said = await().atMost(PATIENCE).until(() -> bars.read(minute), rows -> !rows.isEmpty());

            assertThat(said).hasSize(1);
        }
        assertThat(Files.readString(streamsLog, StandardCharsets.UTF_8))
                .as("has every right it needs")
                .doesNotContain("AuthorizationException");
    }

    @Test
    void shouldServeTheApiByTlsAndToWhoBearsTheToken() throws Exception {
        assertThat(get(api + "/v1/symbols", token).statusCode()).isEqualTo(200);
        assertThat(get(api + "/v1/symbols", "wrong").statusCode()).isEqualTo(401);
        assertThat(get(api + "/metrics", "").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(api + "/livez"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()))
                .as("whoever does not know the authority")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(api.replace("https", "http") + "/livez"))
                                        .timeout(Duration.ofSeconds(10))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()))
                .as("in the open")
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldShowNoSecret() throws Exception {
        List<String> secrets = new ArrayList<>(passwords.values());
        secrets.add(token);
        secrets.add(authority.password());

        for (String shown : List.of(
                Files.readString(streamsLog, StandardCharsets.UTF_8),
                get(api + "/metrics", "").body(),
                get(api + "/v1/pipeline", token).body(),
                get(api + "/v1/bars", token).body(),
                get(api + "/v1/bars", "wrong").body())) {
            assertThat(secrets).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
        }
    }

    @Test
    void shouldShowItsFiguresOnTheCommandLineToAReader() throws Exception {
        Map<String, String> settings = settings("candlewick-reader");

        assertThat(commandLine(settings, "lag", "--output", "json")).contains("candlewick-live");
        assertThat(commandLine(settings, "services")).doesNotContain("candlewick:");
    }

    @Test
    void shouldRefuseWhoHasNoRights() {
        assertThatThrownBy(() -> write(STRANGER, Topics.TICKS_LIVE.name()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("candlewick-reader", Topics.TICKS_LIVE.name()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("candlewick-ingest", Topics.BARS.name()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("candlewick-streams", Topics.INSTRUMENTS.name()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> createTopic("candlewick-streams", "anything"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> createTopic("candlewick-ingest", "candlewick-live-open-bars-changelog"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void shouldShowNothingToWhoHasNoRights() throws Exception {
        try (Admin admin = Admin.create(as(STRANGER).settings())) {
            assertThat(admin.listTopics().names().get()).isEmpty();
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAWrongPassword() {
        Map<String, String> settings = settings("candlewick-ingest");
        settings.put(KafkaSecurity.SASL_PASSWORD + "_FILE", file("wrong", "not it"));

        assertThatThrownBy(() -> topics(connection(settings)))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void shouldNotTalkToABrokerWhoseAuthorityItDoesNotTrust() {
        Map<String, String> settings = settings("candlewick-ingest");
        settings.remove(KafkaSecurity.TRUST_STORE);
        settings.remove(KafkaSecurity.TRUST_STORE_PASSWORD + "_FILE");

        assertThatThrownBy(() -> topics(connection(settings))).hasCauseInstanceOf(SslAuthenticationException.class);
    }

    @Test
    void shouldNotLetInWhoSpeaksInTheOpen() {
        KafkaConnection open = KafkaConnection.unsecured(broker.bootstrapServers());

        assertThatThrownBy(() -> topics(open)).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldTrustAnAuthorityGivenAsPem() throws Exception {
        Map<String, String> settings = settings("candlewick-reader");
        settings.put(KafkaSecurity.TRUST_STORE, authority.trustPem().toString());
        settings.remove(KafkaSecurity.TRUST_STORE_PASSWORD + "_FILE");

        assertThat(topics(connection(settings)))
                .containsAll(Topics.ALL.stream().map(TopicSpec::name).toList());
    }

    @Test
    void shouldAskTheRegistryForAUserItKnows() {
        Map<String, String> settings = settings("candlewick-reader");
        settings.put(RegistryConfig.ATTEMPTS, "1");
        Map<String, String> wrong = new HashMap<>(settings);
        wrong.put(RegistryConfig.PASSWORD + "_FILE", file("wrong-registry", "not it"));

        assertThat(new SchemaRegistry(RegistryConfig.from(Settings.of(settings))).subjects())
                .isNotEmpty();
        assertThatThrownBy(() -> new SchemaRegistry(RegistryConfig.from(Settings.of(wrong))).subjects())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("401");
        settings.remove(RegistryConfig.TRUST_STORE);
        assertThatThrownBy(() -> new SchemaRegistry(RegistryConfig.from(Settings.of(settings))).subjects())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is away");
    }

    private void write(String name, String topic) throws ExecutionException, InterruptedException {
        // An idempotent producer asks for an id first, and is refused that for want of any topic to write to.
        Map<String, Object> own = Map.of(
                "enable.idempotence", false,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(as(name).with(own))) {
            producer.send(new ProducerRecord<>(topic, new byte[1])).get();
        }
    }

    private void createTopic(String name, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(as(name).settings())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static Set<String> topics(KafkaConnection kafka) throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(kafka.with(Map.of("default.api.timeout.ms", 5_000, "request.timeout.ms", 2_000)))) {
            return admin.listTopics().names().get();
        }
    }

    private String commandLine(Map<String, String> settings, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Candlewick.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private HttpResponse<String> get(String url, String bearer) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(authority.context(authority.trustStore()))
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private KafkaConnection as(String name) {
        return connection(settings(name));
    }

    private static KafkaConnection connection(Map<String, String> values) {
        Settings settings = Settings.of(values);
        KafkaConnection connection =
                new KafkaConnection(settings.required("CANDLEWICK_BOOTSTRAP_SERVERS"), KafkaSecurity.from(settings));
        settings.check();
        return connection;
    }

    /** What a program is given to work under a name: no secret among it, only the files that hold them. */
    private Map<String, String> settings(String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("CANDLEWICK_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        settings.put(KafkaSecurity.PROTOCOL, "SASL_SSL");
        settings.put(KafkaSecurity.SASL_USER, name);
        settings.put(KafkaSecurity.SASL_PASSWORD + "_FILE", file(name, password(name)));
        settings.put(KafkaSecurity.TRUST_STORE, authority.trustStore().toString());
        settings.put(KafkaSecurity.TRUST_STORE_PASSWORD + "_FILE", file("trust", authority.password()));
        if (front != null) {
            settings.put(RegistryConfig.URL, front.url());
            settings.put(RegistryConfig.USER, GuardedRegistry.USER);
            settings.put(RegistryConfig.PASSWORD + "_FILE", file("registry", password(GuardedRegistry.USER)));
            settings.put(RegistryConfig.TRUST_STORE, authority.trustStore().toString());
            settings.put(RegistryConfig.TRUST_STORE_PASSWORD + "_FILE", file("trust", authority.password()));
        }
        return settings;
    }

    private RegistryConfig registry() {
        return RegistryConfig.from(Settings.of(settings("candlewick-reader")));
    }

    private CandlewickSerdes serdes() {
        return new CandlewickSerdes(registry());
    }

    private String password(String name) {
        return passwords.getOrDefault(name, "");
    }

    private String file(String name, String secret) {
        try {
            Path folder = Files.createDirectories(directory.resolve("secrets"));
            return Files.writeString(folder.resolve(name), secret + "\n").toString();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** With what a configuration file's quotes could stumble over. */
    private static String secret() {
        return "s3\"\\;= " + UUID.randomUUID();
    }

    private static Tick mark(long timeUs, FeedStatus status) {
        return Tick.heartbeat(origin(timeUs), SYMBOL, timeUs, status);
    }

    private static Tick.Origin origin(long timeUs) {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, "secured", timeUs);
    }
}
