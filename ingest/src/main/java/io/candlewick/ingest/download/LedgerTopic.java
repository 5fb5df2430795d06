package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TableReader;

/**
 * The {@link Ledger} and its topic: an entry is noted once the broker has it.
 *
 * <p><b>Thread</b>: any may record; one catches up.
 */
public final class LedgerTopic implements AutoCloseable {

    private final Ledger ledger = new Ledger();
    private final TableReader<BackfillRange> reader;
    private final RecordWriter<BackfillRange> writer;

    /**
     * Opens clients; nothing is read yet.
     *
     * @param kafka how the brokers are reached
     */
    public LedgerTopic(KafkaAccess kafka) {
        reader = new TableReader<>(kafka, Topics.BACKFILL_LEDGER, BackfillRange.class);
        writer = new RecordWriter<>(kafka, Topics.BACKFILL_LEDGER, BackfillRange.class);
    }

    /**
     * Reads what others wrote, to where the topic ends now.
     *
     * @return the ledger
     */
    public Ledger catchUp() {
        reader.catchUp((key, range) -> {
            BackfillRange known = ledger.entry(key);
            // What this process has noted since is newer than its own older records.
            if (known == null || range == null || !range.getUpdatedTime().isBefore(known.getUpdatedTime())) {
                ledger.note(key, range);
            }
        });
        return ledger;
    }

    /**
     * The ledger as far as it was read.
     *
     * @return the ledger
     */
    public Ledger ledger() {
        return ledger;
    }

    void record(BackfillRange range) {
        String key = Chunk.of(range).key();
        writer.send(key, range);
        writer.flush();
        ledger.note(key, range);
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
