package io.candlewick.connect.sink;

import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Where the ticks of a bar came from, as the record's headers say; null where they do not.
 *
 * @param topic topic of the ticks
 * @param partition partition of the ticks
 * @param firstOffset least offset of the ticks
 * @param lastOffset greatest offset of the ticks
 */
record Lineage(
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long firstOffset,
        @Nullable Long lastOffset) {

    static Lineage of(org.apache.kafka.connect.header.Headers headers) {
        Long partition = number(headers.lastWithName(Headers.LINEAGE_PARTITION));
        return new Lineage(
                text(headers.lastWithName(Headers.LINEAGE_TOPIC)),
                partition == null ? null : Math.toIntExact(partition),
                number(headers.lastWithName(Headers.LINEAGE_FIRST_OFFSET)),
                number(headers.lastWithName(Headers.LINEAGE_LAST_OFFSET)));
    }

    /** Header converters differ: bytes stay bytes, or become the text or the number they look like. */
    private static @Nullable String text(@Nullable Header header) {
        if (header == null || header.value() == null) {
            return null;
        }
        return header.value() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : header.value().toString();
    }

    /** Lineage explains a bar and does not make it: a header that is no number is as good as none. */
    private static @Nullable Long number(@Nullable Header header) {
        String text = text(header);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }
}
