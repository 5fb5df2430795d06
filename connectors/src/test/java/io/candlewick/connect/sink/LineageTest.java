package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.contract.Headers;
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

        assertThat(Lineage.of(headers)).isEqualTo(new Lineage("ticks.live", 3, 10L, 12L));
    }

    @Test
    void shouldBeAbsentWhereHeadersAreAbsentOrUnreadable() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(Headers.LINEAGE_FIRST_OFFSET, "ten");

        assertThat(Lineage.of(headers)).isEqualTo(new Lineage(null, null, null, null));
    }
}
