package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

    private final Lineage lineage = new Lineage();

    @Test
    void shouldWriteTheFourColumns() {
        byte[] value = new BarLineage("ticks.live", 11, 0, Long.MAX_VALUE / 10).toBytes();

        assertThat(written(new ConnectHeaders().addBytes(Headers.LINEAGE, value)))
                .containsExactly("ticks.live", "11", "0", "922337203685477580");
    }

    @Test
    void shouldReadTheHeaderAsAConverterOfTextsGivesIt() {
        assertThat(written(new ConnectHeaders().addString(Headers.LINEAGE, "ticks.live/3/10/12")))
                .containsExactly("ticks.live", "3", "10", "12");
    }

    @Test
    void shouldForgetTheBarBefore() {
        written(new ConnectHeaders().addString(Headers.LINEAGE, "ticks.live/3/10/12"));

        assertThat(written(new ConnectHeaders())).containsOnly("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "///",
                "ticks.live",
                "ticks.live/3/10",
                "/3/10/12",
                "3/10/12",
                "ticks.live/3/10/",
                "ticks.live/3//12",
                "ticks.live/three/10/12",
                "ticks.live/3/-1/12",
                "ticks.live/2147483648/10/12",
                "ticks.live/3/10/1234567890123456789"
            })
    void shouldWriteNullsForWhatIsNoLineage(String text) {
        assertThat(written(new ConnectHeaders().addString(Headers.LINEAGE, text)))
                .hasSize(4)
                .containsOnly("null");
        assertThat(BarLineage.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private List<String> written(org.apache.kafka.connect.header.Headers headers) {
        GrowingBytes out = new GrowingBytes();
        lineage.write(headers, new TextEncoder(out));
        return List.of(new String(out.toBytes(), StandardCharsets.UTF_8).split(TextEncoder.SEPARATOR));
    }
}
