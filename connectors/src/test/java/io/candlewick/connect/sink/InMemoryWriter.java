package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Keeps what is written; fails as told, call by call, and refuses batches that hold a tick of a given sequence. */
final class InMemoryWriter implements TableWriter {

    private static final int SEQUENCE = TickRow.COLUMNS.indexOf("sequence");
    private static final int CLOSE = BarRow.COLUMNS.indexOf("close");
    private static final int REVISION = BarRow.COLUMNS.indexOf("revision");

    final List<String> written = new ArrayList<>();
    final Deque<FailureClass> failures = new ArrayDeque<>();
    LongPredicate bad = sequence -> false;
    int calls;

    @Override
    public void prepare() {}

    @Override
    public RowEncoder encoder(GrowingBytes bytes) {
        return new TextEncoder(bytes);
    }

    @Override
    public void writeTicks(String table, RowRange rows) throws DeliveryException {
        failIfTold();
        List<String[]> ticks = fields(rows);
        if (ticks.stream().anyMatch(tick -> bad.test(Long.parseLong(tick[SEQUENCE])))) {
            throw new DeliveryException(FailureClass.BAD_ROW, "bad tick", null);
        }
        ticks.forEach(tick -> written.add(table + ":" + tick[SEQUENCE]));
    }

    @Override
    public void writeBars(String table, RowRange rows) throws DeliveryException {
        failIfTold();
        fields(rows).forEach(bar -> written.add(table + ":" + bar[CLOSE] + "/" + bar[REVISION]));
    }

    @Override
    public void writeRevisions(String table, RowRange rows) throws DeliveryException {
        failIfTold();
        fields(rows)
                .forEach(bar -> written.add(
                        table + ":" + bar[CLOSE] + "/" + bar[REVISION] + "@" + bar[RevisionRow.COLUMNS.size() - 1]));
    }

    @Override
    public void writeEvents(String table, RowRange rows) throws DeliveryException {
        failIfTold();
        fields(rows).forEach(event -> written.add(table + ":" + String.join("|", event)));
    }

    @Override
    public void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        failIfTold();
        rows.forEach(row -> written.add(
                table + ":" + row.value().columns().size() + "/" + row.value().version()));
    }

    private static List<String[]> fields(RowRange rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(index -> rows.part(index, index + 1))
                .map(row -> new String(row.array(), row.from(), row.length(), StandardCharsets.UTF_8))
                .map(row -> row.split(TextEncoder.SEPARATOR, -1))
                .toList();
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
