package io.candlewick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSecurityTest {

    @TempDir
    private Path folder;

    @Test
    void shouldSetNothingWithoutSettings() {
        assertThat(read(Map.of()).clientSettings()).isEmpty();
        assertThat(read(Map.of(KafkaSecurity.PROTOCOL, "plaintext")).clientSettings())
                .isEmpty();
    }

    @Test
    void shouldSetUserPasswordAndTrust() throws IOException {
        Path trust = Files.createFile(folder.resolve("trust.p12"));

        assertThat(read(Map.of(
                                KafkaSecurity.PROTOCOL, "SASL_SSL",
                                KafkaSecurity.SASL_USER, "candlewick-ingest",
                                KafkaSecurity.SASL_PASSWORD, "secret",
                                KafkaSecurity.TRUST_STORE, trust.toString(),
                                KafkaSecurity.TRUST_STORE_PASSWORD, "trusted"))
                        .clientSettings())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                        + " username=\"candlewick-ingest\" password=\"secret\";",
                        "ssl.truststore.type", "PKCS12",
                        "ssl.truststore.location", trust.toString(),
                        "ssl.truststore.password", "trusted"));
    }

    @ParameterizedTest
    @CsvSource({"trust.pem,PEM", "ca.crt,PEM", "trust.jks,JKS", "trust.p12,PKCS12", "trust.pfx,PKCS12"})
    void shouldTellTheKindOfAStoreByItsEnding(String file, String type) throws IOException {
        Path store = Files.createFile(folder.resolve(file));

        assertThat(read(Map.of(KafkaSecurity.PROTOCOL, "ssl", KafkaSecurity.TRUST_STORE, store.toString()))
                        .clientSettings())
                .containsEntry("ssl.truststore.type", type);
    }

    @Test
    void shouldUseAPemKeysOwnPassword() throws IOException {
        Path store = Files.createFile(folder.resolve("own.pem"));

        assertThat(read(Map.of(
                                KafkaSecurity.PROTOCOL, "SSL",
                                KafkaSecurity.KEY_STORE, store.toString(),
                                KafkaSecurity.KEY_STORE_PASSWORD, "secret"))
                        .clientSettings())
                .containsEntry("ssl.key.password", "secret")
                .doesNotContainKey("ssl.keystore.password");
    }

    @Test
    void shouldReadThePasswordFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from file\n");

        assertThat(login(Map.of(KafkaSecurity.SASL_PASSWORD + "_FILE", file.toString())))
                .contains("password=\"from file\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\"b", "a\\b", "a;b", "a=b c", "\\", "\"", "\\\"", "a\tb", "päss wörd", "a'b", "a//b", "a/*b"})
    void shouldHandOverEveryPasswordAsItIs(String password) {
        JaasContext context = JaasContext.loadClientContext(
                Map.of("sasl.jaas.config", new Password(login(Map.of(KafkaSecurity.SASL_PASSWORD, password)))));

        assertThat(context.configurationEntries().get(0).getOptions().get("password"))
                .isEqualTo(password);
    }

    @Test
    void shouldRefuseWhatWouldBeSentInTheOpen() {
        assertThatThrownBy(
                        () -> read(Map.of(KafkaSecurity.SASL_USER, "ingest", KafkaSecurity.SASL_PASSWORD, "hunter2")))
                .hasMessageContaining(
                        KafkaSecurity.SASL_USER + " is set, but " + KafkaSecurity.PROTOCOL + " is PLAINTEXT")
                .hasMessageContaining(KafkaSecurity.SASL_PASSWORD)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldListEveryFault() {
        assertThatThrownBy(() -> read(Map.of(
                        KafkaSecurity.PROTOCOL,
                        "SASL_SSL",
                        KafkaSecurity.SASL_MECHANISM,
                        "GSSAPI",
                        KafkaSecurity.SASL_PASSWORD + "_FILE",
                        "/nowhere",
                        KafkaSecurity.TRUST_STORE,
                        "/nowhere.p12")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(KafkaSecurity.SASL_MECHANISM + "=GSSAPI: must be one of SCRAM-SHA-512")
                .hasMessageContaining(KafkaSecurity.SASL_USER + " is not set")
                .hasMessageContaining(KafkaSecurity.SASL_PASSWORD + "_FILE=/nowhere: cannot be read")
                .hasMessageContaining(KafkaSecurity.TRUST_STORE + "=/nowhere.p12: cannot be read");
        assertThatThrownBy(() -> read(Map.of(KafkaSecurity.PROTOCOL, "TLS")))
                .hasMessageContaining("must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
    }

    @Test
    void shouldNotShowAPassword() {
        KafkaConnection connection = new KafkaConnection(
                "broker:9093",
                read(Map.of(
                        KafkaSecurity.PROTOCOL, "SASL_SSL",
                        KafkaSecurity.SASL_USER, "ingest",
                        KafkaSecurity.SASL_PASSWORD, "hunter2")));

        assertThat(connection.toString()).isEqualTo("broker:9093 SASL_SSL");
        assertThat(connection.settings()).containsEntry("bootstrap.servers", "broker:9093");
    }

    @Test
    void shouldBeTakenByKafkasClients() {
        Map<String, Object> settings = new KafkaConnection("127.0.0.1:1", read(saslOver("SASL_SSL"))).settings();

        Admin.create(settings).close(java.time.Duration.ZERO);
    }

    private static String login(Map<String, String> password) {
        Map<String, String> settings = new HashMap<>(Map.of(
                KafkaSecurity.PROTOCOL, "SASL_SSL",
                KafkaSecurity.SASL_USER, "ingest"));
        settings.putAll(password);
        return read(settings).clientSettings().getOrDefault("sasl.jaas.config", "");
    }

    private static Map<String, String> saslOver(String protocol) {
        return Map.of(
                KafkaSecurity.PROTOCOL, protocol,
                KafkaSecurity.SASL_USER, "ingest",
                KafkaSecurity.SASL_PASSWORD, "hunter2");
    }

    private static KafkaSecurity read(Map<String, String> values) {
        Settings settings = Settings.of(values);
        KafkaSecurity security = KafkaSecurity.from(settings);
        settings.check();
        return security;
    }
}
