package io.candlewick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.serde.RegistryConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CANDLEWICK_TIMESCALE_PASSWORD",
                "CANDLEWICK_API_TOKEN",
                "CANDLEWICK_ALPACA_SECRET",
                "CANDLEWICK_POLYGON_KEY",
                "timescale.password"
            })
    void shouldKnowASecretByItsName(String name) {
        assertThat(Secrets.isSecret(name)).isTrue();
        assertThat(Secrets.shown(name, "hunter2")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANDLEWICK_HTTP_TLS_KEYSTORE", "CANDLEWICK_KEPT_BARS", "CANDLEWICK_CLICKHOUSE_URL"})
    void shouldShowWhatIsNone(String name) {
        assertThat(Secrets.shown(name, "value")).isEqualTo("value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "http://u:hunter2@host:1/x http://***@host:1/x",
                "jdbc:postgresql://h/d?user=u&password=hunter2&ssl=true"
                        + " jdbc:postgresql://h/d?user=u&password=***&ssl=true",
                "jdbc:postgresql://h/d?sslpassword=hunter2 jdbc:postgresql://h/d?sslpassword=***",
                "https://h/v2?apiKey=hunter2 https://h/v2?apiKey=***",
                "https://a:hunter2@h1,https://b:hunter2@h2 https://***@h1,https://***@h2",
                "http://u:hun/ter2@host http://***@host",
                "http://host:1/x http://host:1/x"
            })
    void shouldTakeSecretsOutOfAddresses(String address, String shown) {
        assertThat(Secrets.hideIn(address)).isEqualTo(shown);
    }

    @Test
    void shouldNotRepeatASecretInAFault() {
        assertThatThrownBy(() -> RegistryConfig.of("http://user:hunter2@registry"))
                .hasMessageContaining("must not hold a user")
                .hasMessageNotContaining("hunter2");
        Settings settings = Settings.of(Map.of("X_PASSWORD", "hunter2"));
        settings.value("X_PASSWORD", "", text -> {
            throw new IllegalArgumentException("cannot use '" + text + "'");
        });
        assertThatThrownBy(settings::check).hasMessage("X_PASSWORD=***: cannot use '***'");
    }
}
