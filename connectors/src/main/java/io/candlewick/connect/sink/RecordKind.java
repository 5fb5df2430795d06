package io.candlewick.connect.sink;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the records of a topic are; a closed list, because each kind has a table of its own shape. */
public enum RecordKind {
    /** Quotes and trades. */
    TICKS,
    /** OHLCV bars. */
    BARS,
    /** OHLCV bars once more, every saying of each with the time at which it was published. */
    REVISIONS,
    /** Indicator values of bars. */
    INDICATORS,
    /** Entries of economic calendars. */
    EVENTS;

    /**
     * The kind as configurations write it.
     *
     * @return e.g. {@code ticks}
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads one of those kinds a sink has. */
    static RecordKind parse(String text, Set<RecordKind> known) {
        for (RecordKind kind : values()) {
            if (known.contains(kind) && kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a kind of record; there are "
                + Arrays.stream(values())
                        .filter(known::contains)
                        .map(RecordKind::text)
                        .collect(Collectors.joining(", ")));
    }
}
