package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.Row;
import io.candlewick.connect.sink.RowList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class InsertTokenTest {

    private final RowList<String> rows = new RowList<>(List.of(new Row<>("a", record(5)), new Row<>("b", record(9))));

    @Test
    void shouldBeTheSameForTheSameBatch() {
        assertThat(token(1)).isEqualTo(token(1));
        assertThat(token(1)).startsWith("bars-2@5..bars-2@9#2-1-");
    }

    @Test
    void shouldDifferWhenATopicWasMadeAgainAndTheSameOffsetsHoldOtherRows() {
        assertThat(token(1)).isNotEqualTo(token(2));
    }

    private String token(int body) {
        return InsertToken.of(rows, new byte[] {0, (byte) body, 0}, 1, 1);
    }

    private static SinkRecord record(long offset) {
        return new SinkRecord("bars", 2, null, null, null, null, offset);
    }
}
