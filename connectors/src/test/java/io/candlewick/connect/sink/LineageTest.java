package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.junit.jupiter.api.Test;

class LineageTest {

    @Test
    void shouldReadHeadersWhateverTheirConverterMadeOfThem() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(Headers.LINEAGE_TOPIC, "ticks.live");
        headers.addByte(Headers.LINEAGE_PARTITION, (byte) 3);
        headers.addBytes(Headers.LINEAGE_FIRST_OFFSET, new byte[] {'1', '0'});
        headers.addLong(Headers.LINEAGE_LAST_OFFSET, 12L);

        Lineage lineage = Lineage.of(headers);

        assertThat(lineage.topic).asString(StandardCharsets.UTF_8).isEqualTo("ticks.live");
        assertThat(List.of(lineage.partition, lineage.firstOffset, lineage.lastOffset))
                .containsExactly(3L, 10L, 12L);
    }

    @Test
    void shouldBeAbsentWhereHeadersAreAbsentOrUnreadable() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(Headers.LINEAGE_FIRST_OFFSET, "ten");

        Lineage lineage = Lineage.of(headers);

        assertThat(lineage.topic).isNull();
        assertThat(List.of(lineage.partition, lineage.firstOffset, lineage.lastOffset))
                .containsOnly(Lineage.NONE);
    }
}
