package io.candlewick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void shouldFallBackToDefaults() {
        Settings settings = Settings.of(Map.of("BLANK", "  "));

        assertThat(settings.text("NAME")).isEmpty();
        assertThat(settings.text("BLANK")).isEmpty();
        assertThat(settings.text("BLANK", "fallback")).isEqualTo("fallback");
        assertThat(settings.wholeNumber("BLANK", 7, 1, 10)).isEqualTo(7);
        assertThat(settings.duration("GRACE", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.address("URL")).isEmpty();
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void shouldReadEveryKindOfValue() {
        Settings settings = Settings.of(Map.of(
                "NAME", "candlewick",
                "COUNT", " 10 ",
                "GRACE", "250ms",
                "URL", "https://registry.example:8081/apis/ccompat/v7"));

        assertThat(settings.required("NAME")).isEqualTo("candlewick");
        assertThat(settings.wholeNumber("COUNT", 7, 1, 10)).isEqualTo(10);
        assertThat(settings.duration("GRACE", Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.address("URL")).contains(URI.create("https://registry.example:8081/apis/ccompat/v7"));
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void shouldListEveryFaultAtOnce() {
        Settings settings = Settings.of(Map.of(
                "COUNT", "many",
                "LIMIT", "11",
                "GRACE", "5",
                "URL", "ftp://example",
                "OTHER", "http://exa mple"));

        settings.required("NAME");
        settings.wholeNumber("COUNT", 7, 1, 10);
        settings.wholeNumber("LIMIT", 7, 1, 10);
        settings.duration("GRACE", Duration.ofSeconds(2));
        settings.address("URL");
        settings.address("OTHER");
        settings.fault("LIMIT=11 and COUNT=many contradict each other");

        assertThatThrownBy(settings::check)
                .isInstanceOf(SettingsException.class)
                .message()
                .satisfies(faults -> assertThat(faults.lines())
                        .containsExactly(
                                "NAME is not set",
                                "COUNT=many: must be a whole number",
                                "LIMIT=11: must be from 1 to 10",
                                "GRACE=5: must be a duration such as 250ms, 5s, 10m, 24h or 7d",
                                "URL=ftp://example: must be an http or https address",
                                "OTHER=http://exa mple: must be an http or https address",
                                "LIMIT=11 and COUNT=many contradict each other"));
    }

    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "250ms, PT0.25S", "5s, PT5S", "10m, PT10M", "24h, PT24H", "7d, PT168H"})
    void shouldReadDurations(String text, Duration expected) {
        assertThat(Settings.parseDuration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1.5s", "5S", "1h30m", "1234567890123s"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Settings.parseDuration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a duration such as 250ms, 5s, 10m, 24h or 7d");
    }
}
