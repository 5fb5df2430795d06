package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Writes the steps of chunks into the ledger. <b>Thread</b>: any. */
final class LedgerSteps implements ChunkWorker.Steps {

    private final LedgerTopic ledger;
    private final InstantSource clock;

    LedgerSteps(LedgerTopic ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void done(Chunk chunk, BackfillStatus status, long bars, long checksum, String vendor) {
        BackfillRange known = ledger.ledger().entry(chunk.key());
        BackfillRange entry = chunk.entry(status, clock.instant());
        entry.setBars(bars);
        entry.setChecksum(checksum);
        entry.setSource(vendor);
        entry.setAttempts(known == null ? 0 : known.getAttempts());
        ledger.record(entry);
    }

    void done(ChunkJob job, BackfillStatus status, @Nullable String note) {
        ledger.record(job.entry(status, clock.instant(), note));
    }

    InstantSource clock() {
        return clock;
    }
}
