package io.candlewick.ingest.download;

import io.candlewick.ingest.venue.BarListener;
import io.candlewick.ingest.venue.RowFault;
import io.candlewick.market.Bar;
import java.util.ArrayList;
import java.util.List;

/** The bars of a chunk as they come in: of two with one start the later counts, because vendors send a bar again when it changed. */
final class CollectedAnswer implements BarListener {

    private final List<Bar> bars = new ArrayList<>();
    private final Rejection rejection;
    private long rejected;

    /** Takes what was rejected. */
    interface Rejection {
        void of(RowFault reason, String detail, String row);
    }

    CollectedAnswer(Rejection rejection) {
        this.rejection = rejection;
    }

    @Override
    public void bar(Bar bar) {
        int last = bars.size() - 1;
        if (last >= 0 && bars.get(last).key().startTimeUs() == bar.key().startTimeUs()) {
            bars.set(last, bar);
        } else {
            bars.add(bar);
        }
    }

    @Override
    public void rejected(RowFault reason, String detail, String row) {
        rejected++;
        rejection.of(reason, detail, row);
    }

    List<Bar> bars() {
        return bars;
    }

    long rejectedRows() {
        return rejected;
    }
}
