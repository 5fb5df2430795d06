package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import io.candlewick.config.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {

    @Test
    void shouldHaveDefaults() {
        RegistryConfig config = RegistryConfig.of("http://127.0.0.1:8081/");

        assertThat(config.urls()).containsExactly(URI.create("http://127.0.0.1:8081"));
        assertThat(config.user()).isEmpty();
        assertThat(config.trustStore()).isEmpty();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.attempts()).isEqualTo(5);
    }

    @Test
    void shouldReadEverySetting() {
        Settings settings = Settings.of(Map.of(
                RegistryConfig.URL, "https://one:8081, https://two:8080/apis/ccompat/v7/",
                RegistryConfig.USER, "mira",
                RegistryConfig.PASSWORD, "secret",
                RegistryConfig.TRUST_STORE, "trust.p12",
                RegistryConfig.TRUST_STORE_PASSWORD, "changeit",
                RegistryConfig.TIMEOUT, "250ms",
                RegistryConfig.ATTEMPTS, "9"));

        RegistryConfig config = RegistryConfig.from(settings);

        assertThatCode(settings::check).doesNotThrowAnyException();
        assertThat(config.urls())
                .containsExactly(URI.create("https://one:8081"), URI.create("https://two:8080/apis/ccompat/v7"));
        assertThat(config.user()).contains("mira");
        assertThat(config.password()).contains("secret");
        assertThat(config.trustStore()).contains(Path.of("trust.p12"));
        assertThat(config.trustStorePassword()).contains("changeit");
        assertThat(config.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.attempts()).isEqualTo(9);
        assertThat(config.toString()).contains("mira").doesNotContain("secret").doesNotContain("changeit");
    }

    @ParameterizedTest
    @CsvSource({
        "CANDLEWICK_SCHEMA_REGISTRY_URL, localhost:8081, must be http or https addresses",
        "CANDLEWICK_SCHEMA_REGISTRY_URL, 'http://one,,http://two', must be http or https addresses",
        "CANDLEWICK_SCHEMA_REGISTRY_URL, http://o ne, Illegal character",
        "CANDLEWICK_SCHEMA_REGISTRY_URL, http://mira@one:8081, must not hold a user: set"
                + " CANDLEWICK_SCHEMA_REGISTRY_USER",
        "CANDLEWICK_SCHEMA_REGISTRY_TIMEOUT, 0s, must be from 1ms to 10m",
        "CANDLEWICK_SCHEMA_REGISTRY_TIMEOUT, 999999999999d, must be at most 36500d",
        "CANDLEWICK_SCHEMA_REGISTRY_TIMEOUT, 11m, must be from 1ms to 10m",
        "CANDLEWICK_SCHEMA_REGISTRY_ATTEMPTS, 0, must be from 1 to 1000"
    })
    void shouldNameTheSettingThatIsWrong(String name, String value, String complaint) {
        Settings settings = Settings.of(Map.of(name, value));

        RegistryConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(name + "=" + Secrets.hideIn(value) + ": ")
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        assertThatThrownBy(() -> RegistryConfig.of("localhost"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("CANDLEWICK_SCHEMA_REGISTRY_URL=localhost: must be http or https addresses");
    }
}
