package io.candlewick.ingest.format;

import java.nio.file.Path;

/** Is told of every line that is not a tick. */
@FunctionalInterface
public interface RejectListener {

    /**
     * A line was rejected.
     *
     * @param file the file
     * @param line number of the line, or of the record in a binary file; the first is 1
     * @param reason why
     * @param detail the reason in words, naming the field and its value
     * @param text the line as it stands in the file, or the record in hexadecimal
     */
    void rejected(Path file, long line, RejectReason reason, String detail, String text);
}
