package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Keeps what is written; fails as told, call by call, and refuses batches that hold a tick of a given kind. */
final class InMemoryWriter implements TableWriter {

    final List<String> written = new ArrayList<>();
    final Deque<FailureClass> failures = new ArrayDeque<>();
    Predicate<Tick> bad = tick -> false;
    int calls;

    @Override
    public void prepare() {}

    @Override
    public void writeTicks(String table, List<Row<Tick>> rows) throws DeliveryException {
        failIfTold();
        if (rows.stream().anyMatch(row -> bad.test(row.value()))) {
            throw new DeliveryException(FailureClass.BAD_ROW, "bad tick", null);
        }
        rows.forEach(row -> written.add(table + ":" + row.value().sequence()));
    }

    @Override
    public void writeBars(String table, List<Row<Bar>> rows) throws DeliveryException {
        failIfTold();
        rows.forEach(row -> written.add(
                table + ":" + row.value().price().close() + "/" + row.value().revision()));
    }

    @Override
    public void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        failIfTold();
        rows.forEach(row -> written.add(
                table + ":" + row.value().columns().size() + "/" + row.value().version()));
    }

    private void failIfTold() throws DeliveryException {
        calls++;
        FailureClass failure = failures.poll();
        if (failure != null) {
            throw new DeliveryException(failure, "told to fail", null);
        }
    }

    @Override
    public void close() {}
}
