package io.candlewick.connect.sink;

import io.candlewick.connect.sink.RecordBatch.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows so that a bad one costs only itself: a batch refused for its data is halved until the bad rows stand alone.
 *
 * <p><b>Cost</b>: none for a good batch; about {@code 2 * log2(batch)} more writes for each bad row. <b>Edges</b>: if a database
 * refuses every one of {@value #ALL_REFUSED} rows or more, it is the table that is wrong and not the rows: nothing is taken out.
 */
final class IsolatingWrite {

    private static final int ALL_REFUSED = 16;

    private IsolatingWrite() {}

    /** Writes the rows of one table. */
    interface Write<T> {
        void write(List<Row<T>> rows) throws DeliveryException;
    }

    static <T> List<Refused> write(List<Row<T>> rows, Write<T> write) throws DeliveryException {
        List<Refused> refused = new ArrayList<>();
        writeOrHalve(rows, write, refused);
        if (refused.size() == rows.size() && rows.size() >= ALL_REFUSED) {
            DeliveryException first = refused.get(0).reason();
            throw new DeliveryException(
                    FailureClass.FATAL, "all " + rows.size() + " rows were refused: " + first.getMessage(), first);
        }
        return refused;
    }

    private static <T> void writeOrHalve(List<Row<T>> rows, Write<T> write, List<Refused> refused)
            throws DeliveryException {
        try {
            write.write(rows);
        } catch (DeliveryException failure) {
            if (failure.failureClass() != FailureClass.BAD_ROW) {
                throw failure;
            }
            if (rows.size() == 1) {
                refused.add(new Refused(rows.get(0).record(), failure));
                return;
            }
            int half = rows.size() / 2;
            writeOrHalve(rows.subList(0, half), write, refused);
            writeOrHalve(rows.subList(half, rows.size()), write, refused);
        }
    }
}
