package io.candlewick.connect.sink;

import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Where the ticks of a bar came from, as the record's headers say; {@value #NONE} or null where they do not. */
final class Lineage {

    /** Stands for a number that is not there; none of them is ever negative. */
    static final long NONE = FieldWriter.NO_NUMBER;

    private static final int MAX_DIGITS = 18;

    /** Topic of the ticks, UTF-8. */
    final byte @Nullable [] topic;
    /** Partition of the ticks. */
    final long partition;
    /** Least offset of the ticks. */
    final long firstOffset;
    /** Greatest offset of the ticks. */
    final long lastOffset;

    private Lineage(byte @Nullable [] topic, long partition, long firstOffset, long lastOffset) {
        this.topic = topic;
        this.partition = partition;
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
    }

    /** One walk over the headers, for every bar has them. */
    static Lineage of(org.apache.kafka.connect.header.Headers headers) {
        byte[] topic = null;
        long partition = NONE;
        long first = NONE;
        long last = NONE;
        for (Header header : headers) {
            switch (header.key()) {
                case Headers.LINEAGE_TOPIC -> topic = bytes(header);
                case Headers.LINEAGE_PARTITION -> partition = number(header);
                case Headers.LINEAGE_FIRST_OFFSET -> first = number(header);
                case Headers.LINEAGE_LAST_OFFSET -> last = number(header);
                default -> {
                    // Headers of other people.
                }
            }
        }
        return new Lineage(topic, partition > Integer.MAX_VALUE ? NONE : partition, first, last);
    }

    /** Header converters differ: bytes stay bytes, or become the text or the number they look like. */
    private static byte @Nullable [] bytes(Header header) {
        Object value = header.value();
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Up to 18 digits: what a long holds for certain. Lineage explains a bar and does not make it: what is no number is as good as none. */
    private static long number(Header header) {
        byte[] digits = bytes(header);
        if (digits == null || digits.length == 0 || digits.length > MAX_DIGITS) {
            return NONE;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return NONE;
            }
            number = 10 * number + (digit - '0');
        }
        return number;
    }
}
