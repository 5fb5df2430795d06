package io.candlewick.streams.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the heap something may take, written as a share, {@code 25%}, or as an amount, {@code 512MiB}.
 *
 * @param percent share of the heap, 0 to 90; not looked at if there is an amount
 * @param bytes the amount; negative if the share counts
 */
public record HeapShare(int percent, long bytes) {

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,2})%");
    private static final int ALL = 100;
    private static final int MOST = 90;

    /**
     * Reads a share or an amount.
     *
     * @param text e.g. {@code 25%}, {@code 512MiB}
     * @return what it says
     * @throws IllegalArgumentException if it is neither
     */
    public static HeapShare parse(String text) {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            return new HeapShare(0, amount(text).bytes());
        }
        int percent = Integer.parseInt(share.group(1));
        if (percent > MOST) {
            throw new IllegalArgumentException("must leave a tenth of the heap at least, e.g. 25%");
        }
        return new HeapShare(percent, -1);
    }

    private static ByteSize amount(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException neither) {
            throw new IllegalArgumentException(
                    "must be a share of the heap such as 25%, or a size such as 512MiB", neither);
        }
    }

    /**
     * How much that is.
     *
     * @param heapBytes the greatest the heap may become
     * @return the amount
     */
    public ByteSize of(long heapBytes) {
        return new ByteSize(bytes >= 0 ? bytes : heapBytes / ALL * percent);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return bytes >= 0 ? new ByteSize(bytes).toString() : percent + "%";
    }
}
