package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.stored.SeriesRange;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Answers {@code /v1/bars} and {@code /v1/indicators}. */
final class SeriesRoutes {

    private static final int DEFAULT_LIMIT = 500;
    private static final int MOST_BARS = 50_000;
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final Tiers tiers;
    private final ReferenceTopics reference;
    private final FillRequests fills;
    private final InstantSource clock;

    SeriesRoutes(Tiers tiers, ReferenceTopics reference, FillRequests fills, InstantSource clock) {
        this.tiers = tiers;
        this.reference = reference;
        this.fills = fills;
        this.clock = clock;
    }

    /** How an answer is written. */
    enum Format {
        /** One object with the bars and where they come from. */
        JSON,
        /** A header, then a line a bar; where they come from is in headers of the response. */
        CSV;

        static Format parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "json" -> JSON;
                case "csv" -> CSV;
                default -> throw new IllegalArgumentException("must be json or csv");
            };
        }
    }

    private record Wish(
            SeriesRange range, boolean indicators, Set<String> names, Format format, boolean fill, Duration patience) {}

    void bars(Context request) throws ProblemException, InterruptedException, IOException {
        Wish wish = wish(request, false);
        SeriesAnswer answer = answer(wish);
        if (wish.format() == Format.CSV) {
            describe(answer, request);
            SeriesCsv.bars(
                    answer,
                    wish.names(),
                    request.contentType("text/csv; charset=utf-8").outputStream());
        } else {
            write(request, wish, answer, "bars");
        }
    }

    void indicators(Context request) throws ProblemException, InterruptedException, IOException {
        Wish wish = wish(request, true);
        SeriesAnswer answer = answer(wish);
        if (wish.format() == Format.CSV) {
            describe(answer, request);
            SeriesCsv.indicators(
                    answer,
                    wish.names(),
                    request.contentType("text/csv; charset=utf-8").outputStream());
        } else {
            write(request, wish, answer, "values");
        }
    }

    private static Wish wish(Context request, boolean indicatorsOnly) throws ProblemException {
        Parameters parameters = new Parameters(request);
        SeriesRange range = new SeriesRange(
                parameters.tenant(),
                parameters.symbol(),
                parameters.timeframe(),
                parameters.time("from", Long.MIN_VALUE),
                parameters.time("to", Long.MAX_VALUE),
                parameters.count("limit", DEFAULT_LIMIT, MOST_BARS));
        Set<String> names = new TreeSet<>(parameters.list(indicatorsOnly ? "names" : "indicators", SeriesRoutes::name));
        boolean indicators = indicatorsOnly || !names.isEmpty();
        names.remove("all");
        Format format = parameters.value("format", Format.JSON, Format::parse);
        boolean fill = parameters.value("fill", true, SeriesRoutes::flag);
        Duration wait = parameters.wait("wait");
        parameters.check();
        return new Wish(range, indicators, names, format, fill, wait);
    }

    private static String name(String text) {
        if (!io.candlewick.market.IndicatorColumn.isName(text)) {
            throw new IllegalArgumentException("'" + text + "' is no indicator's name, e.g. rsi_14, or 'all'");
        }
        return text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private SeriesAnswer answer(Wish wish) throws ProblemException, InterruptedException {
        Instant deadline = clock.instant().plus(wish.patience());
        SeriesAnswer answer = completed(wish);
        while (!answer.complete() && clock.instant().isBefore(deadline)) {
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
            answer = completed(wish);
        }
        return answer;
    }

    private SeriesAnswer completed(Wish wish) throws ProblemException, InterruptedException {
        SeriesRange range = wish.range();
        SeriesAnswer answer = tiers.bars(range, wish.indicators());
        TradingCalendar calendar = reference
                .instrument(range.tenant(), range.symbol().text())
                .map(io.candlewick.market.Instrument::calendar)
                .orElse(TradingCalendar.UTC);
        List<Hole> holes = HoleFinder.holes(range, answer.bars(), calendar, reference.gaps());
        return answer.with(wish.fill() ? fills.request(range, holes) : holes);
    }

    private static void describe(SeriesAnswer answer, Context request) {
        request.header("Candlewick-Tier", answer.tier());
        request.header("Candlewick-Complete", Boolean.toString(answer.complete()));
    }

    private static void write(Context request, Wish wish, SeriesAnswer answer, String rows) throws IOException {
        describe(answer, request);
        request.contentType("application/json");
        try (JsonGenerator json = JSON.createGenerator(request.outputStream())) {
            json.writeStartObject();
            json.writeStringField("tenant", wish.range().tenant());
            json.writeStringField("symbol", wish.range().symbol().text());
            json.writeStringField("timeframe", wish.range().timeframe().code());
            json.writeStringField("tier", answer.tier());
            json.writeObjectFieldStart("passed_over");
            for (Map.Entry<String, String> tier : answer.passedOver().entrySet()) {
                json.writeStringField(tier.getKey(), tier.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("complete", answer.complete());
            json.writeArrayFieldStart("holes");
            for (Hole hole : answer.holes()) {
                write(hole, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart(rows);
            for (Bar bar : answer.bars()) {
                IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                if (rows.equals("bars")) {
                    BarJson.write(bar, values, wish.names(), json);
                } else if (values != null) {
                    write(values, wish.names(), json);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(IndicatorValues values, Set<String> names, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("start_time", Times.text(values.key().startTimeUs()));
        json.writeStringField("status", values.status().name());
        json.writeNumberField("revision", values.revision());
        json.writeNumberField("bars_seen", values.barsSeen());
        json.writeObjectFieldStart("values");
        BarJson.values(values, names, json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(Hole hole, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("from_time", Times.text(hole.fromUs()));
        json.writeStringField("to_time", Times.text(hole.toUs()));
        json.writeNumberField("bars", hole.bars());
        json.writeBooleanField("requested", hole.requested());
        json.writeEndObject();
    }
}
