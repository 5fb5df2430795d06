package io.candlewick.market;

import java.util.regex.Pattern;

/**
 * The canonical name of an instrument, e.g. {@code EUR/USD} or {@code AAPL}.
 *
 * <p><b>Edges</b>: letters, digits and {@code . / _ : = ^ -}, at most 32 characters, upper case as the market writes it; never a
 * {@code |}, which separates the parts of a key. {@link #EVERY} stands for all symbols a feed sends to one partition.
 *
 * @param text the name
 */
public record Symbol(String text) implements Comparable<Symbol> {

    /** Every symbol of a feed in one partition: the symbol of a heartbeat that speaks for all of them. */
    public static final Symbol EVERY = new Symbol("*");

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9^][A-Za-z0-9./_:=^-]{0,31}");

    /**
     * Checks the shape of the name.
     *
     * @throws IllegalArgumentException if the text is not a symbol
     */
    public Symbol {
        if (!text.equals("*") && !SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("symbol='" + text + "' must be 1 to 32 letters, digits or ./_:=^-");
        }
    }

    /**
     * The symbol of that name.
     *
     * @param text the name, e.g. {@code EUR/USD}
     * @return the symbol
     * @throws IllegalArgumentException if the text is not a symbol
     */
    public static Symbol of(String text) {
        return new Symbol(text);
    }

    @Override
    public int compareTo(Symbol other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
