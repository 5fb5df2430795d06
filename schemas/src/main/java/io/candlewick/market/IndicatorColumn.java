package io.candlewick.market;

import java.util.regex.Pattern;

/**
 * What one indicator value is: its name, and how it was computed.
 *
 * <p><b>Shape</b>: the name is lower-case letters, digits and {@code _}, at most 63, because it is a column of both databases.
 *
 * @param name e.g. {@code rsi_14}
 * @param formulaId formula and its version with the seed rule, e.g. {@code rsi.wilder.v1}
 * @param parameters as name=value, comma separated, e.g. {@code period=14}
 */
public record IndicatorColumn(String name, String formulaId, String parameters) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /**
     * Whether a text can name a column.
     *
     * @param name the text
     * @return true if it is a name
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
