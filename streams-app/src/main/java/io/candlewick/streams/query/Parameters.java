package io.candlewick.streams.query;

import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.config.Lane;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of one request: reads each by its type, notes every fault and every name nobody asked for, and tells all at once. */
final class Parameters {

    /** A browser's event source cannot send headers, so the token may be a parameter. */
    static final String ACCESS_TOKEN = "access_token";

    private static final Pattern EPOCH_MS = Pattern.compile("-?[0-9]{9,15}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Context request;
    /* The token is read before any parameter is. */
    private final Set<String> known = new TreeSet<>(Set.of(ACCESS_TOKEN));
    private final List<Problem.ParameterError> errors = new ArrayList<>();

    Parameters(Context request) {
        this.request = request;
    }

    String tenant() {
        return text("tenant", BarKey.SYSTEM_TENANT);
    }

    Symbol symbol() {
        return required("symbol", Symbol::of, Symbol.EVERY);
    }

    Timeframe timeframe() {
        return required("timeframe", Timeframe::parse, Timeframe.M1);
    }

    Lane lane() {
        return required("lane", Lane::parse, Lane.LIVE);
    }

    boolean flag(String name, boolean absent) {
        return value(name, absent, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }

    /** Several of a type, separated by commas; empty if the parameter is absent. */
    <T> List<T> list(String name, Function<String, T> parse) {
        return value(
                name,
                List.of(),
                text -> Arrays.stream(text.split(",", -1)).map(parse).toList());
    }

    /** Microseconds since the epoch: ISO-8601, a date at 00:00 UTC, or epoch milliseconds. */
    long time(String name, long absent) {
        return value(name, absent, text -> Times.us(parseTime(text)));
    }

    int count(String name, int absent, int most) {
        return value(name, absent, text -> {
            int count = Integer.parseInt(text);
            if (count < 1 || count > most) {
                throw new IllegalArgumentException("must be 1 to " + most);
            }
            return count;
        });
    }

    Duration wait(String name) {
        return value(name, Duration.ZERO, text -> {
            Duration wait = io.candlewick.config.Settings.parseDuration(text);
            if (wait.compareTo(LONGEST_WAIT) > 0) {
                throw new IllegalArgumentException("must be at most " + LONGEST_WAIT.toSeconds() + "s");
            }
            return wait;
        });
    }

    <T> T value(String name, T absent, Function<String, T> parse) {
        known.add(name);
        String text = request.queryParam(name);
        if (text == null) {
            return absent;
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException notANumber) {
            errors.add(new Problem.ParameterError(name, text, "is no whole number"));
        } catch (IllegalArgumentException unfit) {
            // Which parameter it is of is said beside the reason.
            String reason = String.valueOf(unfit.getMessage());
            String said = name + "='" + text + "' ";
            errors.add(new Problem.ParameterError(
                    name, text, reason.startsWith(said) ? reason.substring(said.length()) : reason));
        }
        return absent;
    }

    String text(String name, String absent) {
        return value(name, absent, text -> text);
    }

    @Nullable
    String text(String name) {
        known.add(name);
        return request.queryParam(name);
    }

    private <T> T required(String name, Function<String, T> parse, T standIn) {
        if (request.queryParam(name) == null) {
            errors.add(new Problem.ParameterError(name, "", "is missing"));
        }
        return value(name, standIn, parse);
    }

    /** Notes a fault if a list that must hold something is empty. */
    void requireSome(String name, List<?> values) {
        if (values.isEmpty() && request.queryParam(name) == null) {
            errors.add(new Problem.ParameterError(name, "", "is missing"));
        }
    }

    /** Ends the reading: to be called after the last parameter. */
    void check() throws ProblemException {
        for (String name : request.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                errors.add(new Problem.ParameterError(
                        name, String.valueOf(request.queryParam(name)), "is no parameter here; there are " + known));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.parameters(errors));
        }
    }

    private static Instant parseTime(String text) {
        try {
            if (EPOCH_MS.matcher(text).matches()) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "is no time: write 2014-05-01T05:00:00Z, 2014-05-01, or milliseconds since the epoch", notATime);
        }
    }
}
