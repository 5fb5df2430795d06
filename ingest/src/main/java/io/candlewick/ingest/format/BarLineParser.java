package io.candlewick.ingest.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the lines of one format of bar files mean; pure but for what it remembers of the file's header. */
interface BarLineParser {

    /**
     * Reads a line that has been split.
     *
     * @return the bar, or null if the line is the header
     * @throws BadLineException if it is no bar
     * @throws IOException if the whole file is not of this format
     */
    @Nullable
    BarRow parse(Fields fields) throws BadLineException, IOException;

    static BarLineParser of(BarFile file) {
        return switch (file.format()) {
            case BARS_CSV -> new BarsCsvParser();
            case HISTDATA_M1 -> new HistDataBarParser(file.clock().orElseGet(file.format()::usualClock));
        };
    }
}
