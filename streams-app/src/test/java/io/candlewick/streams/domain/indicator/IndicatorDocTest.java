package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/indicators.md is what the catalogue holds, row by row. */
class IndicatorDocTest {

    @Test
    void shouldDescribeEveryIndicatorWithItsDefaultsValuesFirstBarsAndFormula() throws IOException {
        Path doc = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("docs").resolve("indicators.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        List<String> rows = Files.readAllLines(doc).stream()
                .dropWhile(line -> !line.startsWith("| indicator | defaults |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(IndicatorCatalog.TYPES.stream()
                        .map(IndicatorDocTest::row)
                        .toList());
    }

    private static String row(IndicatorType type) {
        String parameters = type.parameters().stream().map(Parameter::name).collect(Collectors.joining(","));
        String notation = parameters.isEmpty() ? type.name() : type.name() + "(" + parameters + ")";
        String defaults = parameters.isEmpty() ? "all" : code(type.defaults());
        String firstBars = IndicatorPlan.parse(type.name()).entries().stream()
                .map(IndicatorDocTest::firstBars)
                .collect(Collectors.joining("; "));
        return "| `" + notation + "` | " + defaults + " | "
                + code(type.outputs().stream().map(IndicatorType.Output::name).toList()) + " | " + firstBars + " | `"
                + type.formulaId() + "` |";
    }

    private static String firstBars(IndicatorPlan.Entry entry) {
        List<String> bars = new ArrayList<>();
        entry.type()
                .outputs()
                .forEach(output -> bars.add(String.valueOf(output.firstBar().applyAsInt(entry.parameters()))));
        return bars.stream().distinct().count() == 1 ? bars.get(0) : String.join(", ", bars);
    }

    private static String code(List<String> texts) {
        return texts.stream().map(text -> "`" + text + "`").collect(Collectors.joining(" "));
    }
}
