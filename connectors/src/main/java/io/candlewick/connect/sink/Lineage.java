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

    private static final int MAX_DIGITS = 18;

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
        if (header != null && header.value() instanceof byte[] bytes && isNumber(bytes)) {
            return number(bytes);
        }
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

    /** Up to 18 digits: what a long holds for certain. Every bar has three such headers, so they are read without a text in between. */
    private static boolean isNumber(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_DIGITS) {
            return false;
        }
        for (byte digit : bytes) {
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] digits) {
        long number = 0;
        for (byte digit : digits) {
            number = 10 * number + (digit - '0');
        }
        return number;
    }
}
