package io.candlewick.cli;

import io.candlewick.market.Timeframe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a timeframe. */
final class TimeframeConverter implements ITypeConverter<Timeframe> {

    TimeframeConverter() {}

    @Override
    public Timeframe convert(String text) {
        try {
            return Timeframe.parse(text);
        } catch (IllegalArgumentException notATimeframe) {
            throw new TypeConversionException(notATimeframe.getMessage());
        }
    }
}
