package io.candlewick.connect.sink;

import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.header.Header;

/**
 * Where the ticks of a bar came from, as the record's header {@link BarLineage} says, read without making anything but what the converter made.
 *
 * <p>Lineage explains a bar and does not make it: a header that is no lineage is as good as none. <b>Thread</b>: one; used again for each bar.
 */
final class Lineage {

    private static final byte[] NOTHING = {};
    /* What a long holds for certain. */
    private static final int MAX_DIGITS = 18;

    private byte[] text = NOTHING;
    private int topicLength;
    private long partition;
    private long firstOffset;
    private long lastOffset;
    /* Where the number that was read last begins. */
    private int position;

    /** Writes the four columns; null in each if the headers have no lineage. */
    void write(org.apache.kafka.connect.header.Headers headers, FieldWriter fields) {
        Header header = headers.lastWithName(Headers.LINEAGE);
        if (header != null && read(bytes(header.value()))) {
            fields.nullableText(text, 0, topicLength);
            fields.nullableInt32(partition);
            fields.nullableInt64(firstOffset);
            fields.nullableInt64(lastOffset);
        } else {
            fields.nullableText(null, 0, 0);
            fields.nullableInt32(FieldWriter.NO_NUMBER);
            fields.nullableInt64(FieldWriter.NO_NUMBER);
            fields.nullableInt64(FieldWriter.NO_NUMBER);
        }
    }

    /* Header converters differ: bytes stay bytes, or become text. */
    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    /* From the end, where the numbers are. */
    private boolean read(byte[] value) {
        text = value;
        position = value.length + 1;
        lastOffset = number();
        firstOffset = number();
        partition = number();
        topicLength = position - 1;
        return lastOffset >= 0
                && firstOffset >= 0
                && partition >= 0
                && partition <= Integer.MAX_VALUE
                && topicLength > 0;
    }

    /* The number before the one that was read last, with the separator before it; -1 if there is none. */
    private long number() {
        int end = position - 1;
        long number = 0;
        long unit = 1;
        int index = end - 1;
        while (index >= 0 && text[index] >= '0' && text[index] <= '9' && end - index <= MAX_DIGITS) {
            number += unit * (text[index] - '0');
            unit *= 10;
            index--;
        }
        boolean isNumber = index >= 0 && index < end - 1 && text[index] == BarLineage.SEPARATOR;
        position = isNumber ? index + 1 : 0;
        return isNumber ? number : -1;
    }
}
