package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class IsolatingWriteTest {

    private final List<Integer> written = new ArrayList<>();
    private int calls;

    @Property
    void shouldTakeOutTheBadRowsAndWriteAllOthersInOrder(@ForAll @Size(max = 15) List<@IntRange(max = 199) Integer> bad)
            throws DeliveryException {
        written.clear();

        List<Refused> refused = IsolatingWrite.write(rows(200), rows -> write(rows, bad));

        assertThat(refused).hasSize((int) bad.stream().distinct().count());
        assertThat(written)
                .isEqualTo(IntStream.range(0, 200)
                        .filter(value -> !bad.contains(value))
                        .boxed()
                        .toList());
    }

    @Test
    void shouldCostLittleToFindOneBadRowAmongTenThousand() throws DeliveryException {
        assertThat(IsolatingWrite.write(rows(10_000), rows -> write(rows, List.of(7_777))))
                .hasSize(1);
        assertThat(calls).isLessThanOrEqualTo(29);
    }

    @Test
    void shouldBlameTheTableWhenEveryRowIsRefused() {
        assertThatThrownBy(() -> IsolatingWrite.write(
                        rows(16),
                        rows -> write(rows, IntStream.range(0, 16).boxed().toList())))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.FATAL))
                .hasMessage("all 16 rows were refused: bad row");
    }

    private void write(RowList<Integer> rows, List<Integer> bad) throws DeliveryException {
        calls++;
        if (rows.rows().stream().anyMatch(row -> bad.contains(row.value()))) {
            throw new DeliveryException(FailureClass.BAD_ROW, "bad row", null);
        }
        rows.rows().forEach(row -> written.add(row.value()));
    }

    private static RowList<Integer> rows(int count) {
        SinkRecord record = new SinkRecord("bars", 0, null, null, null, null, 0);
        return new RowList<>(IntStream.range(0, count)
                .mapToObj(value -> new Row<>(value, record))
                .toList());
    }
}
