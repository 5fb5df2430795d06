package io.candlewick.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.candlewick.config.SettingsException;
import io.candlewick.ingest.config.IngestConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoleSettingsTest {

    @Test
    void shouldListTheFaultsOfEveryChosenRoleTogether() {
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> IngestConfig.read(
                        Optional.empty(),
                        Map.of(
                                "CANDLEWICK_BOOTSTRAP_SERVERS", "127.0.0.1:9092",
                                "CANDLEWICK_INGEST_ROLES", "download,gaps,nightly,poll,economic",
                                "CANDLEWICK_GAP_LOOK_BACK", "soon",
                                "CANDLEWICK_DOWNLOAD_WORKERS", "none"),
                        Map.of(),
                        IngestApp.readers()));

        assertThat(String.valueOf(faults.getMessage()))
                .contains("CANDLEWICK_SCHEMA_REGISTRY_URL is not set")
                .contains("CANDLEWICK_GAP_LOOK_BACK=soon")
                .contains("CANDLEWICK_DOWNLOAD_WORKERS=none")
                .contains("role download has no vendor")
                .contains("role nightly does not know when")
                .contains("role poll has no source")
                .contains("role economic has no source")
                .containsOnlyOnce("CANDLEWICK_CLICKHOUSE_URL is not set");
    }

    @Test
    void shouldNotMindTheSettingsOfARoleThatDoesNotRun() {
        IngestConfig config = IngestConfig.read(
                Optional.empty(),
                Map.of(
                        "CANDLEWICK_BOOTSTRAP_SERVERS", "127.0.0.1:9092",
                        "CANDLEWICK_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081",
                        "CANDLEWICK_POLYGON_KEY", "any"),
                Map.of(),
                IngestApp.readers());

        assertThat(config.roles()).containsExactly("live");
    }
}
