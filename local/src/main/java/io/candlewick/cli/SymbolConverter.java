package io.candlewick.cli;

import io.candlewick.market.Symbol;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a symbol. */
final class SymbolConverter implements ITypeConverter<Symbol> {

    SymbolConverter() {}

    @Override
    public Symbol convert(String text) {
        try {
            return Symbol.of(text);
        } catch (IllegalArgumentException notASymbol) {
            throw new TypeConversionException(notASymbol.getMessage());
        }
    }
}
