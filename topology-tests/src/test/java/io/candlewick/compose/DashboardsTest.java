package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader of a list of boards sees, and what Grafana wants of each: {@code MetricNamesIT} asks whether their metrics are served. */
class DashboardsTest {

    private static final Path BOARDS = RepositoryRoot.find().resolve("ops/grafana/dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldCallEachBoardByItsOwnName() throws Exception {
        List<String> titles = new ArrayList<>();
        for (JsonNode board : boards()) {
            titles.add(board.path("title").asText());
        }

        assertThat(titles)
                .containsExactlyInAnyOrder("Candlewick pipeline", "Candlewick collectors", "Candlewick sinks");
    }

    @Test
    void shouldGiveEachPanelANumberAndAPlaceOfItsOwn() throws Exception {
        for (JsonNode board : boards()) {
            List<Integer> numbers = new ArrayList<>();
            List<String> places = new ArrayList<>();
            board.path("panels").forEach(panel -> {
                numbers.add(panel.path("id").intValue());
                places.add(panel.path("gridPos").path("x") + ","
                        + panel.path("gridPos").path("y"));
            });

            assertThat(numbers).as(board.path("title").asText()).doesNotHaveDuplicates();
            assertThat(places).as(board.path("title").asText()).doesNotHaveDuplicates();
        }
    }

    private static List<JsonNode> boards() throws Exception {
        List<JsonNode> boards = new ArrayList<>();
        try (Stream<Path> files = Files.list(BOARDS)) {
            for (Path file : files.sorted().toList()) {
                boards.add(JSON.readTree(file.toFile()));
            }
        }
        return boards;
    }
}
