package io.candlewick.ingest.format;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Where the columns of a file with a header stand. */
final class Columns {

    static final int ABSENT = -1;

    private final List<String> names;

    Columns(List<String> header) {
        names = header.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replace("#", "").strip())
                .toList();
    }

    int count() {
        return names.size();
    }

    /** The first of the given names that the header has. */
    int find(String... wanted) {
        for (String name : wanted) {
            int column = names.indexOf(name);
            if (column >= 0) {
                return column;
            }
        }
        return ABSENT;
    }

    /** Like {@link #find}, for a column the format cannot do without. */
    int require(String... wanted) throws IOException {
        int column = find(wanted);
        if (column == ABSENT) {
            throw new IOException(
                    "the header has no column " + String.join(" or ", wanted) + "; it has " + String.join(", ", names));
        }
        return column;
    }

    /** Columns whose name begins so, in the file's order. */
    List<Integer> startingWith(String prefix) {
        return java.util.stream.IntStream.range(0, names.size())
                .filter(column -> names.get(column).startsWith(prefix))
                .boxed()
                .toList();
    }

    String name(int column) {
        return names.get(column);
    }

    /** The unit that the name of a time column tells. */
    EpochUnit unit(int column) {
        String name = names.get(column);
        return name.endsWith("_ms") ? EpochUnit.MS : name.endsWith("_us") ? EpochUnit.US : EpochUnit.BY_MAGNITUDE;
    }
}
