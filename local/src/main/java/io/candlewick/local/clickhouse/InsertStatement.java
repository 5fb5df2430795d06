package io.candlewick.local.clickhouse;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code INSERT ... FORMAT name} whose data comes beside the statement, and how to make it read a file instead.
 *
 * <p>The engine has no call that takes a statement and binary data apart, so the data goes through a file.
 *
 * @param target everything up to the table and its columns
 * @param settings the statement's own settings, or nothing
 * @param format the data's format
 */
record InsertStatement(String target, String settings, String format) {
    private static final Pattern INSERT = Pattern.compile(
            "(?is)^\\s*(insert\\s.*?)(\\s+settings\\s+[^()]*?)?\\s+format\\s+([A-Za-z0-9_]+)\\s*;?\\s*$");

    static Optional<InsertStatement> parse(String sql) {
        Matcher matcher = INSERT.matcher(sql);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String settings = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(new InsertStatement(matcher.group(1), settings, matcher.group(3)));
    }

    String reading(Path file) {
        String name = file.toString().replace("\\", "\\\\").replace("'", "\\'");
        return target + " FROM INFILE '" + name + "' COMPRESSION 'none'" + settings + " FORMAT " + format;
    }
}
