package io.candlewick.places;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bar as its fields, in the order of {@link BarField#ALL}.
 *
 * @param values String, Long, Double or Boolean as the field's type says, or null
 */
public record BarRow(List<@Nullable Object> values) {

    private static final int START = BarField.indexOf("start_time");
    private static final int VERSION = BarField.indexOf("version");
    private static final int SOURCE = BarField.indexOf("source");

    /** Takes a copy. */
    public BarRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * A field's value.
     *
     * @param name the field
     * @return its value, or null
     */
    public @Nullable Object value(String name) {
        return values.get(BarField.indexOf(name));
    }

    /**
     * Start of the bar.
     *
     * @return microseconds since the epoch
     */
    public long startTimeUs() {
        return (Long) required(START);
    }

    /**
     * What decides between two rows of one key.
     *
     * @return the greater wins
     */
    public long version() {
        return (Long) required(VERSION);
    }

    /**
     * Who made the bar.
     *
     * @return name of a {@link io.candlewick.avro.BarSource}
     */
    public String source() {
        return (String) required(SOURCE);
    }

    private Object required(int index) {
        Object value = values.get(index);
        if (value == null) {
            throw new IllegalStateException(
                    "a bar without " + BarField.ALL.get(index).name());
        }
        return value;
    }
}
