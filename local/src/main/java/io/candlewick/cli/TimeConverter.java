package io.candlewick.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: ISO-8601, a date (00:00 UTC), or milliseconds since the epoch. */
final class TimeConverter implements ITypeConverter<Instant> {

    TimeConverter() {}

    @Override
    public Instant convert(String text) {
        try {
            if (text.matches("-?[0-9]{9,15}")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            if (text.length() == "2014-05-01".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text.endsWith("Z") || text.matches(".*[+-][0-9:]{2,5}$") ? text : text + "Z")
                    .toInstant();
        } catch (DateTimeException notATime) {
            throw new TypeConversionException("'" + text
                    + "' is no time: write 2014-05-01T05:00:00Z, 2014-05-01, or milliseconds since the epoch");
        }
    }
}
