package io.candlewick.cli;

import io.candlewick.config.Settings;
import io.candlewick.ingest.format.BarFormat;
import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.LabelClock;
import io.candlewick.ingest.replay.ReplaySpeed;
import io.candlewick.local.Service;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.Lane;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words of a command become values: each type's own parser, whose complaint becomes the usage error. */
final class Converters {

    private static final Pattern EPOCH_MS = Pattern.compile("-?[0-9]{9,15}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern WITH_OFFSET = Pattern.compile(".*(Z|[+-][0-9:]{2,6})");

    private Converters() {}

    /** Tells a command line and all its commands. */
    static void register(CommandLine line) {
        line.registerConverter(Symbol.class, by(Symbol::of));
        line.registerConverter(Timeframe.class, by(Timeframe::parse));
        line.registerConverter(BarFormat.class, by(BarFormat::parse));
        line.registerConverter(LabelClock.class, by(LabelClock::parse));
        line.registerConverter(Duration.class, by(Settings::parseDuration));
        line.registerConverter(FileFormat.class, by(FileFormat::parse));
        line.registerConverter(ReplaySpeed.class, by(ReplaySpeed::parse));
        line.registerConverter(Lane.class, by(Lane::parse));
        line.registerConverter(Service.class, by(Converters::service));
        line.registerConverter(Instant.class, by(Converters::time));
    }

    private static <T> ITypeConverter<T> by(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException unfit) {
                throw new TypeConversionException(unfit.getMessage());
            }
        };
    }

    private static Service service(String title) {
        try {
            return Service.ofTitle(title);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("there is no service " + title, unknown);
        }
    }

    /** ISO-8601, a date (00:00 UTC), or milliseconds since the epoch. */
    private static Instant time(String text) {
        try {
            if (EPOCH_MS.matcher(text).matches()) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(WITH_OFFSET.matcher(text).matches() ? text : text + "Z")
                    .toInstant();
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no time: write 2014-05-01T05:00:00Z, 2014-05-01, or milliseconds since the epoch",
                    notATime);
        }
    }
}
