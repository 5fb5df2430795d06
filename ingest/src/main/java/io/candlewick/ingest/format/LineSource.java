package io.candlewick.ingest.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The ticks of a text file, one line each. */
final class LineSource implements TickSource {

    /* A file of which so many lines are bad before the first good one is of another format: saying so once helps more. */
    private static final int HOPELESS = 1_000;
    private static final int MAX_REJECTED_TEXT = 1_000;

    private final Path path;
    private final String formatName;
    private final InputFile file;
    private final LineReader lines;
    private final LineParser parser;
    private final TickRow row;
    private final RejectListener rejects;
    private final Fields fields = new Fields();
    private byte separator;
    private long ticks;
    private long rejected;
    private long otherSymbols;

    LineSource(TickFile tickFile, LineParser parser, TickRow row, RejectListener rejects) throws SourceFaultException {
        this.path = tickFile.path();
        this.formatName = tickFile.format().text();
        this.file = InputFile.open(path);
        this.lines = new LineReader(file.stream());
        this.parser = parser;
        this.row = row;
        this.rejects = rejects;
    }

    @Override
    public boolean next() throws SourceFaultException {
        try {
            while (lines.next()) {
                if (!lines.isBlank() && parseLine()) {
                    ticks++;
                    return true;
                }
            }
            return false;
        } catch (SourceFaultException fault) {
            throw fault;
        } catch (IOException cause) {
            throw file.fault(cause, "after line " + lines.number());
        }
    }

    private boolean parseLine() throws IOException {
        byte[] buffer = lines.buffer();
        try {
            if (lines.isTooLong()) {
                throw new BadLineException(
                        RejectReason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " bytes");
            }
            if (separator == 0) {
                separator = parser.separatorOf(buffer, lines.start(), lines.end());
            }
            fields.split(buffer, lines.start(), lines.end(), separator);
            LineParser.Content content = parser.parse(fields, row);
            if (content == LineParser.Content.OTHER_SYMBOL) {
                otherSymbols++;
            }
            return content == LineParser.Content.TICK;
        } catch (BadLineException bad) {
            reject(bad);
            return false;
        }
    }

    private void reject(BadLineException bad) throws SourceFaultException {
        rejected++;
        int end = Math.min(lines.end(), lines.start() + MAX_REJECTED_TEXT);
        String text = new String(lines.buffer(), lines.start(), end - lines.start(), StandardCharsets.UTF_8);
        String detail = String.valueOf(bad.getMessage());
        rejects.rejected(path, lines.number(), bad.reason(), detail, text);
        if (ticks == 0 && rejected == HOPELESS) {
            throw new SourceFaultException(path + ": none of the first " + lines.number() + " lines is " + formatName
                    + "; line " + lines.number() + ": " + detail);
        }
    }

    @Override
    public TickRow row() {
        return row;
    }

    @Override
    public long earliestUs() {
        return Long.MIN_VALUE;
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public long otherSymbols() {
        return otherSymbols;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException ignored) {
            // The file was only read: nothing is lost with it.
        }
    }
}
