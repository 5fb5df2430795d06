package io.candlewick.serde;

import io.candlewick.market.Symbol;
import java.util.HashMap;
import java.util.Map;

/** Symbols by their text, so that the shape of a name is checked once and not once a tick. Bounded; <b>thread</b>: one. */
final class SymbolCache {

    private static final int MAX_SYMBOLS = 1 << 16;

    private final Map<String, Symbol> symbols = new HashMap<>();

    Symbol get(String text) {
        Symbol known = symbols.get(text);
        if (known != null) {
            return known;
        }
        if (symbols.size() >= MAX_SYMBOLS) {
            symbols.clear();
        }
        Symbol symbol = Symbol.of(text);
        symbols.put(text, symbol);
        return symbol;
    }
}
