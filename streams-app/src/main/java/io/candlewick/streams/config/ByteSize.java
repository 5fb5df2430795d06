package io.candlewick.streams.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, written as in {@code 256MiB}.
 *
 * @param bytes nothing or more
 */
public record ByteSize(long bytes) {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");
    private static final long KIB = 1024;

    /**
     * Reads an amount.
     *
     * @param text e.g. {@code 256MiB}
     * @return the amount
     * @throws IllegalArgumentException if it is none
     */
    public static ByteSize parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 512KiB, 256MiB or 1GiB");
        }
        long unit = switch (matcher.group(2)) {
            case "KiB" -> KIB;
            case "MiB" -> KIB * KIB;
            default -> KIB * KIB * KIB;
        };
        return new ByteSize(Long.parseLong(matcher.group(1)) * unit);
    }

    /** In whole mebibytes, as it is printed. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%dMiB", bytes / KIB / KIB);
    }
}
