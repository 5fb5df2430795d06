package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.Row;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class InsertTokenTest {

    private final List<Row<String>> rows = List.of(new Row<>("a", record(5)), new Row<>("b", record(9)));

    @Test
    void shouldBeTheSameForTheSameBatch() {
        assertThat(InsertToken.of(rows, body(1))).isEqualTo(InsertToken.of(rows, body(1)));
        assertThat(InsertToken.of(rows, body(1))).startsWith("bars-2@5..bars-2@9#2-1-");
    }

    @Test
    void shouldDifferWhenATopicWasMadeAgainAndTheSameOffsetsHoldOtherRows() {
        assertThat(InsertToken.of(rows, body(1))).isNotEqualTo(InsertToken.of(rows, body(2)));
    }

    private static GrowingBytes body(int value) {
        GrowingBytes body = new GrowingBytes();
        body.int8(value);
        return body;
    }

    private static SinkRecord record(long offset) {
        return new SinkRecord("bars", 2, null, null, null, null, offset);
    }
}
