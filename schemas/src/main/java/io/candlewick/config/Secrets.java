package io.candlewick.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which settings must not be shown, and takes secrets out of addresses that are. */
public final class Secrets {

    /** What stands where a secret was. */
    public static final String HIDDEN = "***";

    private static final List<String> ENDINGS = List.of("PASSWORD", "SECRET", "TOKEN", "_KEY");
    /* As far as the last @ of an address: an unescaped / or @ of a password must not end it early. */
    private static final Pattern USER_INFO = Pattern.compile("//(?:(?!,\\w{1,10}://)\\S)*@");
    private static final Pattern PARAMETER =
            Pattern.compile("((?:pass(?:word|wd)?|pwd|secret|token|api_?key|key)=)[^&\\s]*", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /**
     * Whether the value of a setting is a secret, by how its name ends.
     *
     * @param name e.g. {@code CANDLEWICK_API_TOKEN}
     * @return true if it must not be shown
     */
    public static boolean isSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(upper::endsWith);
    }

    /**
     * The value of a setting as it may be shown.
     *
     * @param name the setting
     * @param value its value
     * @return {@value #HIDDEN} for a secret, otherwise the value without a user or password in an address
     */
    public static String shown(String name, String value) {
        return isSecret(name) ? HIDDEN : hideIn(value);
    }

    /**
     * An address without its secrets: {@code //user:password@} and parameters such as {@code password=}.
     *
     * @param text an address, or any text with addresses in it
     * @return the text to show
     */
    public static String hideIn(String text) {
        String withoutParameters = PARAMETER.matcher(text).replaceAll("$1" + HIDDEN);
        return USER_INFO.matcher(withoutParameters).replaceAll("//" + HIDDEN + "@");
    }
}
