package io.candlewick.ingest.economic;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A figure of an economic calendar: its text, and its number where it is one.
 *
 * <p><b>Edges</b>: {@code 178K} is 178000, {@code -0.1%} is -0.1, {@code $1.5B} is 1500000000; a compound such as {@code 3.65|1.3} is text
 * only; a printed 0 is a value and not an absence.
 *
 * @param text as published, empty if there is none
 * @param number what it says
 */
record Figure(String text, OptionalDouble number) {

    static final Figure NONE = new Figure("", OptionalDouble.empty());

    private static final Pattern SHAPE = Pattern.compile(
            "[<>~]?\\s*([-+]?)\\s*\\p{Sc}?\\s*([-+]?[0-9][0-9,]*(?:\\.[0-9]+)?|[-+]?\\.[0-9]+)\\s*([KMBT]?)\\s*(%?)");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "K", 3, "M", 6, "B", 9, "T", 12);

    /** Reads a figure. */
    static Figure of(@Nullable String published) {
        String text = published == null ? "" : published.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return new Figure(text, OptionalDouble.empty());
        }
        BigDecimal number = new BigDecimal(matcher.group(2).replace(",", ""))
                .scaleByPowerOfTen(POWERS.getOrDefault(matcher.group(3), 0));
        return new Figure(
                text, OptionalDouble.of((matcher.group(1).equals("-") ? number.negate() : number).doubleValue()));
    }

    /** A figure that came as a number. */
    static Figure of(@Nullable Double number) {
        return number == null
                ? NONE
                : new Figure(
                        new BigDecimal(number.toString()).stripTrailingZeros().toPlainString(),
                        OptionalDouble.of(number));
    }

    /** The unit that its text names: % or K, M, B, T. */
    Optional<String> unit() {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(4).isEmpty() ? matcher.group(3) : matcher.group(4);
        return unit.isEmpty() ? Optional.empty() : Optional.of(unit);
    }

    @Nullable
    String textOrNull() {
        return text.isEmpty() ? null : text;
    }

    @Nullable
    Double numberOrNull() {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
