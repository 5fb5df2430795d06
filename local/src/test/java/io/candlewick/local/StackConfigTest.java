package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackConfigTest {
    private static final StackConfig DEFAULTS = StackConfig.in(StackConfig.DEFAULT_DATA_DIRECTORY);

    @Test
    void shouldStartEverythingInTheWorkingDirectoryByDefault() {
        assertThat(DEFAULTS.dataDirectory()).isEqualTo(Path.of(".candlewick").toAbsolutePath());
        assertThat(DEFAULTS.services())
                .contains(Service.BROKER, Service.REGISTRY, Service.TIMESCALE, Service.CLICKHOUSE, Service.CONNECT);
        assertThat(DEFAULTS.ports()).isEmpty();
    }

    @Test
    void shouldRefuseAPortOutOfRange() {
        assertThatThrownBy(() -> DEFAULTS.withPort(Service.BROKER, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker port=65536 is not between 1 and 65535");
    }

    @Test
    void shouldRefuseAWorkerWithoutABroker() {
        assertThatThrownBy(() -> DEFAULTS.withServices(EnumSet.of(Service.CONNECT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connect cannot run without broker");
    }

    @Test
    void shouldTakeTheDatabaseTheEnvironmentNames() {
        TimescaleServer server = TimescaleServer.from(Map.of(
                        "CANDLEWICK_TIMESCALE_URL", "jdbc:postgresql://db:5432/market",
                        "CANDLEWICK_TIMESCALE_USER", "trader",
                        "CANDLEWICK_TIMESCALE_PASSWORD", "s3cret"))
                .orElseThrow();

        assertThat(server).isEqualTo(new TimescaleServer("jdbc:postgresql://db:5432/market", "trader", "s3cret"));
        assertThat(server.toString()).doesNotContain("s3cret");
    }

    @Test
    void shouldNeedNoBrokerOfItsOwnWhereSomeRunAlready() {
        StackConfig config = StackConfig.in(Path.of("data")).onBrokers("a:1,b:2");

        assertThat(config.brokers()).contains("a:1,b:2");
        assertThat(config.services()).doesNotContain(Service.BROKER).contains(Service.CONNECT);
    }

    @Test
    void shouldRefuseADatabaseAddressThatIsNotPostgresql() {
        assertThatThrownBy(() -> new TimescaleServer("jdbc:mysql://db/market", "trader", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mysql://db/market");
    }

    @Test
    void shouldPutDownloadsWhereTheUserSays() {
        assertThat(Installation.cacheDirectory(Map.of("CANDLEWICK_CACHE_DIR", "/a", "XDG_CACHE_HOME", "/b")))
                .isEqualTo(Path.of("/a"));
        assertThat(Installation.cacheDirectory(Map.of("XDG_CACHE_HOME", "/b"))).isEqualTo(Path.of("/b/candlewick"));
    }

    @Test
    void shouldNameTheProgramsOfEachMachine() {
        assertThat(EngineLibrary.packageFor("Linux", "amd64")).isEqualTo("@chdb/lib-linux-x64-gnu");
        assertThat(EngineLibrary.packageFor("Linux", "aarch64")).isEqualTo("@chdb/lib-linux-arm64-gnu");
        assertThat(EngineLibrary.packageFor("Mac OS X", "aarch64")).isEqualTo("@chdb/lib-darwin-arm64");
        assertThat(PostgresBinaries.archiveFor("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveFor("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
    }
}
