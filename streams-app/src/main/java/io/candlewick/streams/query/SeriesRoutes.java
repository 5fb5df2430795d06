package io.candlewick.streams.query;

import io.candlewick.market.IndicatorColumn;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads requests for bars and indicators, and writes the answers in the format that is wanted. */
final class SeriesRoutes {

    private static final int DEFAULT_LIMIT = 500;
    private static final int MOST_BARS = 50_000;
    private static final int MOST_BARS_IN_ONE_PIECE = 2_000;
    private static final int FIRST_BYTES = 64 * 1024;
    private static final String EVERY_INDICATOR = "all";

    private final LargeWrites writes = new LargeWrites();
    private final SeriesAnswers answers;
    private final StateTier state;

    SeriesRoutes(SeriesAnswers answers, StateTier state) {
        this.answers = answers;
        this.state = state;
    }

    /** {@code /v1/bars}. */
    void bars(Context request) throws ProblemException, InterruptedException, IOException {
        Parameters parameters = new Parameters(request);
        SeriesWish wish = wish(parameters, "indicators", false, fields(parameters));
        SeriesFormat format = format(request, parameters);
        SeriesAnswers.Terms terms = terms(parameters);
        if (wroteKept(wish, false, format, terms, request)) {
            return;
        }
        SeriesAnswer answer = answers.to(wish, terms);
        describe(answer, format, request);
        write(answer, request, out -> format.bars(wish, answer, out));
    }

    /** {@code /v1/indicators}. */
    void indicators(Context request) throws ProblemException, InterruptedException, IOException {
        Parameters parameters = new Parameters(request);
        SeriesWish wish = wish(parameters, "names", true, BarField.ALL);
        SeriesFormat format = format(request, parameters);
        SeriesAnswers.Terms terms = terms(parameters);
        if (wroteKept(wish, true, format, terms, request)) {
            return;
        }
        SeriesAnswer answer = answers.to(wish, terms);
        describe(answer, format, request);
        write(answer, request, out -> format.indicators(wish, answer, out));
    }

    /* The newest bars as JSON are asked for over and over. */
    private boolean wroteKept(
            SeriesWish wish, boolean valuesOnly, SeriesFormat format, SeriesAnswers.Terms terms, Context request)
            throws IOException {
        if (format != SeriesFormat.JSON || wish.range().limit() > MOST_BARS_IN_ONE_PIECE) {
            return false;
        }
        Optional<WrittenAnswer> kept = answers.written(wish, valuesOnly, terms);
        if (kept.isEmpty()) {
            return false;
        }
        WrittenAnswer answer = kept.get();
        describe(answer.about(), format, request);
        SeriesJson.Frame frame = SeriesJson.frame(wish, valuesOnly, answer.about());
        writes.write(body(frame.lengthWith(answer), request), out -> frame.write(answer, out));
        return true;
    }

    /* Who takes it compressed gets it in pieces, because its length is not known then. */
    private static OutputStream body(long length, Context request) throws IOException {
        if (request.header("Accept-Encoding") != null) {
            return request.outputStream();
        }
        request.res().setContentLengthLong(length);
        return request.res().getOutputStream();
    }

    /** {@code /v1/bars/forming}: the open bar alone, if there is one. */
    void forming(Context request) throws ProblemException, InterruptedException, IOException {
        Parameters parameters = new Parameters(request);
        Set<String> names = indicators(parameters, "indicators");
        SeriesRange newest = new SeriesRange(
                parameters.tenant(), parameters.symbol(), parameters.timeframe(), Long.MIN_VALUE, Long.MAX_VALUE, 1);
        List<BarField> fields = fields(parameters);
        SeriesFormat format = format(request, parameters);
        parameters.check();
        SeriesWish wish = new SeriesWish(newest, !names.isEmpty(), withoutAll(names), fields, true);
        SeriesAnswer answer = answers.openBar(wish);
        describe(answer, format, request);
        write(answer, request, out -> format.bars(wish, answer, out));
    }

    /** {@code /v1/state}: what this instance holds itself, for another that asks; nobody else is asked for it. */
    void state(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        Lane lane = parameters.lane();
        SeriesWish wish = wish(parameters, "indicators", false, BarField.ALL);
        parameters.check();
        try {
            LaneAnswer answer = state.readHere(lane, wish)
                    .orElseThrow(() -> new ProblemException(
                            Problem.notFound("Lane " + lane.code() + " is not run by this instance")));
            SeriesJson.state(
                    wish, answer, request.contentType("application/json").outputStream());
        } catch (StoreUnavailableException notHere) {
            throw new ProblemException(Problem.unavailable(String.valueOf(notHere.getMessage())));
        }
    }

    private static SeriesWish wish(
            Parameters parameters, String indicatorsName, boolean indicatorsOnly, List<BarField> fields) {
        SeriesRange range = new SeriesRange(
                parameters.tenant(),
                parameters.symbol(),
                parameters.timeframe(),
                parameters.time("from", Long.MIN_VALUE),
                parameters.time("to", Long.MAX_VALUE),
                parameters.count("limit", DEFAULT_LIMIT, MOST_BARS));
        Set<String> names = indicators(parameters, indicatorsName);
        return new SeriesWish(
                range,
                indicatorsOnly || !names.isEmpty(),
                withoutAll(names),
                fields,
                parameters.flag("forming", false));
    }

    private static SeriesAnswers.Terms terms(Parameters parameters) throws ProblemException {
        SeriesAnswers.Terms terms = new SeriesAnswers.Terms(
                parameters.flag("fill", true), parameters.wait("wait"), parameters.time("asOf", SeriesAnswers.NOW));
        parameters.check();
        return terms;
    }

    private static SeriesFormat format(Context request, Parameters parameters) {
        return parameters.value("format", SeriesFormat.accepted(request), SeriesFormat::parse);
    }

    private static List<BarField> fields(Parameters parameters) {
        List<BarField> fields = parameters.list("fields", BarField::parse);
        return fields.isEmpty() ? BarField.ALL : List.copyOf(new LinkedHashSet<>(fields));
    }

    private static Set<String> indicators(Parameters parameters, String name) {
        return new TreeSet<>(parameters.list(name, SeriesRoutes::indicator));
    }

    private static Set<String> withoutAll(Set<String> names) {
        return names.contains(EVERY_INDICATOR) ? Set.of() : names;
    }

    private static String indicator(String text) {
        if (!IndicatorColumn.isName(text)) {
            throw new IllegalArgumentException("'" + text + "' is no indicator's name, e.g. rsi_14, or 'all'");
        }
        return text;
    }

    /** Writes the body of an answer. */
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A short answer goes out in one piece with its length, a long one as it is made. */
    private static void write(SeriesAnswer answer, Context request, Body body) throws IOException {
        if (answer.bars().size() > MOST_BARS_IN_ONE_PIECE) {
            body.writeTo(request.outputStream());
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        body.writeTo(bytes);
        request.result(bytes.toByteArray());
    }

    private static void describe(SeriesAnswer answer, SeriesFormat format, Context request) {
        request.contentType(format.mediaType());
        request.header("Candlewick-Tier", answer.tier());
        request.header("Candlewick-Lag", Long.toString(answer.lag()));
        request.header("Candlewick-Complete", Boolean.toString(answer.complete()));
    }
}
