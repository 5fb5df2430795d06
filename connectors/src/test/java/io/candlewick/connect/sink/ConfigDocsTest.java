package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.clickhouse.ClickHouseSinkConnector;
import io.candlewick.connect.timescaledb.TimescaleSinkConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "connectors.md");

    @Test
    void shouldDocumentEveryKeyAsItIsDefined() throws IOException {
        Map<String, ConfigDef> sinks = new LinkedHashMap<>();
        sinks.put("TimescaleDB sink", new TimescaleSinkConnector().config());
        sinks.put("ClickHouse sink", new ClickHouseSinkConnector().config());
        String page = ConfigDocs.page(sinks);

        if (Boolean.getBoolean("candlewick.write-docs")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/connectors.md; write it anew with -Dcandlewick.write-docs=true")
                .hasContent(page);
    }
}
