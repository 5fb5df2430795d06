package io.candlewick.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a bar's ticks are: these offsets of that partition, of which other symbols' ticks are a part.
 *
 * <p><b>Shape</b>: header {@value Headers#LINEAGE}, text {@code topic/partition/first offset/last offset}; no topic has a slash in its name. One
 * header and not four, because every reader pays for each: Kafka Connect makes a new string of each header's name.
 *
 * @param topic topic of the ticks
 * @param partition the symbol's partition
 * @param firstOffset least offset of the ticks
 * @param lastOffset greatest offset of the ticks
 */
public record BarLineage(String topic, int partition, long firstOffset, long lastOffset) {

    /** Stands between the parts. */
    public static final char SEPARATOR = '/';

    private static final Pattern TEXT = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})/(\\d{1,18})");

    /**
     * The header's text.
     *
     * @return {@code topic/partition/first offset/last offset}
     */
    public String text() {
        return topic + SEPARATOR + partition + SEPARATOR + firstOffset + SEPARATOR + lastOffset;
    }

    /**
     * The header's value.
     *
     * @return the text in UTF-8
     */
    public byte[] toBytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a header's value.
     *
     * @param value as {@link #toBytes()} writes it
     * @return the lineage; empty if that is none
     */
    public static Optional<BarLineage> parse(byte[] value) {
        Matcher parts = TEXT.matcher(new String(value, StandardCharsets.UTF_8));
        return parts.matches()
                ? Optional.of(new BarLineage(
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Long.parseLong(parts.group(4))))
                : Optional.empty();
    }
}
