package io.candlewick.ingest.format;

import java.io.IOException;

/** What the lines of one format mean; pure but for what it remembers of the file's first lines. */
interface LineParser {

    /** What a line held. */
    enum Content {
        /** A tick, which now stands in the row. */
        TICK,
        /** The names of the columns. */
        HEADER,
        /** A tick of a symbol that was not asked for. */
        OTHER_SYMBOL
    }

    /** The character between two fields, as far as the first line tells. */
    default byte separatorOf(byte[] buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            if (buffer[at] == ',' || buffer[at] == ';' || buffer[at] == '\t') {
                return buffer[at];
            }
        }
        return ',';
    }

    /**
     * Reads a line that has been split.
     *
     * @throws BadLineException if it is no tick
     * @throws IOException if the whole file is not of this format, e.g. its header lacks a column
     */
    Content parse(Fields fields, TickRow row) throws BadLineException, IOException;
}
