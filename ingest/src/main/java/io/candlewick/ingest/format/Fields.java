package io.candlewick.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one line, as places in the buffer it was read into; blanks and double quotes around a field do not count.
 *
 * <p><b>Thread</b>: one. <b>Cost</b>: one pass over the line, no allocation. <b>Edges</b>: a separator inside quotes still separates,
 * since no tick format has text that could hold one.
 */
final class Fields {

    private static final int MAX_FIELDS = 64;
    private static final int MAX_QUOTED = 60;

    private final int[] starts = new int[MAX_FIELDS];
    private final int[] ends = new int[MAX_FIELDS];
    private byte[] line = new byte[0];
    private int count;

    void split(byte[] buffer, int from, int to, byte separator) throws BadLineException {
        line = buffer;
        count = 0;
        int start = from;
        for (int at = from; at < to; at++) {
            if (buffer[at] == separator) {
                add(start, at);
                start = at + 1;
            }
        }
        add(start, to);
    }

    private void add(int from, int to) throws BadLineException {
        if (count == MAX_FIELDS) {
            throw new BadLineException(RejectReason.EXTRA_FIELD, "more than " + MAX_FIELDS + " fields");
        }
        int start = from;
        int end = to;
        while (start < end && isPadding(line[start])) {
            start++;
        }
        while (end > start && isPadding(line[end - 1])) {
            end--;
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private static boolean isPadding(byte character) {
        return character == ' ' || character == '"' || character == '\t';
    }

    int count() {
        return count;
    }

    /** Throws unless the line has as many fields as the file's first line. */
    void expect(int wanted) throws BadLineException {
        if (count < wanted) {
            throw new BadLineException(
                    RejectReason.MISSING_FIELD, count + " fields where the first line has " + wanted);
        }
        if (count > wanted) {
            throw new BadLineException(RejectReason.EXTRA_FIELD, count + " fields where the first line has " + wanted);
        }
    }

    byte[] line() {
        return line;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    boolean isEmpty(int field) {
        return starts[field] == ends[field];
    }

    String text(int field) {
        return new String(line, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }

    /** A number that must be there. */
    double number(int field, String name) throws BadLineException {
        double value = Decimals.parse(line, starts[field], ends[field]);
        if (Double.isNaN(value)) {
            if (isEmpty(field)) {
                throw new BadLineException(RejectReason.MISSING_FIELD, name + " is empty");
            }
            throw new BadLineException(
                    RejectReason.NOT_A_NUMBER,
                    name + "='" + text(line, starts[field], ends[field]) + "' is not a number");
        }
        return value;
    }

    /** A number that may be missing: NaN if the file has no such column or the field is empty. */
    double optionalNumber(int field, String name) throws BadLineException {
        return field < 0 || isEmpty(field) ? Double.NaN : number(field, name);
    }

    long epochUs(int field, EpochUnit unit, String name) throws BadLineException {
        if (isEmpty(field)) {
            throw new BadLineException(RejectReason.MISSING_FIELD, name + " is empty");
        }
        return unit.parseUs(line, starts[field], ends[field], name);
    }

    /** Whether the first field starts like a word, which makes the line a header. */
    boolean looksLikeHeader() {
        return !isEmpty(0) && (Character.isLetter(line[starts[0]]) || line[starts[0]] == '_' || line[starts[0]] == '#');
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>(count);
        for (int field = 0; field < count; field++) {
            texts.add(text(field));
        }
        return texts;
    }

    /** Text for a message: short, and one line whatever the bytes are. */
    static String text(byte[] buffer, int from, int to) {
        int end = Math.min(to, from + MAX_QUOTED);
        String text = new String(buffer, from, end - from, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return end < to ? text + "..." : text;
    }
}
