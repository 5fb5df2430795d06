package io.candlewick.streams.processor;

import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells which replay a record of the history lane belongs to: its correlation id.
 *
 * <p><b>Cost</b>: one comparison of bytes a record as long as the run stays the same; nothing in the live lane. <b>Thread</b>: the task's.
 */
final class Runs {

    /** The run of the live lane, and of records that name none. */
    static final String NONE = "";

    private static final int MOST_LETTERS = 64;

    private final boolean apart;
    private byte[] lastBytes = {};
    private String last = NONE;

    Runs(boolean apart) {
        this.apart = apart;
    }

    String of(Record<?, ?> record) {
        if (!apart) {
            return NONE;
        }
        Header header = record.headers().lastHeader(Headers.CORRELATION_ID);
        if (header == null || header.value() == null) {
            return NONE;
        }
        if (!Arrays.equals(header.value(), lastBytes)) {
            lastBytes = header.value();
            String text = new String(lastBytes, StandardCharsets.UTF_8).replace('|', '_');
            last = text.substring(0, Math.min(MOST_LETTERS, text.length()));
        }
        return last;
    }
}
