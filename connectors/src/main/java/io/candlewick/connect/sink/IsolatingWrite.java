package io.candlewick.connect.sink;

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
    interface Write<R> {
        void write(R rows) throws DeliveryException;
    }

    static <R extends Divisible<R>> List<Refused> write(R rows, Write<R> write) throws DeliveryException {
        List<Refused> refused = new ArrayList<>();
        writeOrHalve(rows, write, refused);
        if (refused.size() == rows.size() && rows.size() >= ALL_REFUSED) {
            DeliveryException first = refused.get(0).reason();
            throw new DeliveryException(
                    FailureClass.FATAL, "all " + rows.size() + " rows were refused: " + first.getMessage(), first);
        }
        return refused;
    }

    private static <R extends Divisible<R>> void writeOrHalve(R rows, Write<R> write, List<Refused> refused)
            throws DeliveryException {
        try {
            write.write(rows);
        } catch (DeliveryException failure) {
            if (failure.failureClass() != FailureClass.BAD_ROW) {
                throw failure;
            }
            if (rows.size() == 1) {
                refused.add(new Refused(rows.record(0), failure));
                return;
            }
            int half = rows.size() / 2;
            writeOrHalve(rows.part(0, half), write, refused);
            writeOrHalve(rows.part(half, rows.size()), write, refused);
        }
    }
}
