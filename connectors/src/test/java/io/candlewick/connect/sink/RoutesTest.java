package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    private static final Map<RecordKind, String> TABLES = Map.of(
            RecordKind.TICKS, "market_ticks", RecordKind.BARS, "market_candles", RecordKind.REVISIONS, "sayings");

    @Test
    void shouldSendAKindToItsOwnTableUnlessTheRouteNamesAnother() {
        Routes routes = Routes.parse(List.of("ticks.live=ticks", "bars=bars:archive.old_bars"), TABLES);

        assertThat(routes.of("ticks.live")).containsExactly(new Route("ticks.live", RecordKind.TICKS, "market_ticks"));
        assertThat(routes.of("bars")).containsExactly(new Route("bars", RecordKind.BARS, "archive.old_bars"));
        assertThat(routes.of("gaps")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bars, is not topic=kind",
        "bars=candles, 'candles' is not a kind",
        "bars=bars:Drop Table, names table 'Drop Table'",
        "=bars, is not topic=kind",
    })
    void shouldSayWhatIsWrongWithARoute(String route, String fault) {
        assertThatThrownBy(() -> Routes.parse(List.of(route), TABLES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void shouldRefuseTwoRoutesOfOneTopic() {
        assertThatThrownBy(() -> Routes.parse(List.of("bars=bars", "bars=ticks"), TABLES))
                .hasMessage("topic 'bars' has two routes");
    }

    @Test
    void shouldLetATopicOfBarsHaveItsRevisionsKeptBesides() {
        Routes routes = Routes.parse(List.of("bars=bars", "bars=revisions"), TABLES);

        assertThat(routes.of("bars"))
                .containsExactly(
                        new Route("bars", RecordKind.BARS, "market_candles"),
                        new Route("bars", RecordKind.REVISIONS, "sayings"));
        assertThat(routes.topics()).containsExactly("bars");
        assertThatThrownBy(() -> Routes.parse(List.of("bars=bars", "bars=revisions", "bars=revisions"), TABLES))
                .hasMessage("topic 'bars' has two routes");
    }
}
