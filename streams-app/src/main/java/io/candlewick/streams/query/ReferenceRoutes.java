package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.market.Times;
import io.candlewick.streams.stored.LastTick;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.candlewick.streams.stored.TimescaleSeries;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Answers about symbols, last quotes, gaps, feeds and economic events: records of the topics under their fields' names. */
final class ReferenceRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MOST = 20_000;

    private final ReferenceTopics reference;
    private final Optional<TimescaleSeries> ticks;

    ReferenceRoutes(ReferenceTopics reference, Optional<TimescaleSeries> ticks) {
        this.reference = reference;
        this.ticks = ticks;
    }

    void symbols(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        parameters.check();
        answer(
                request,
                "symbols",
                reference.instruments(),
                instrument -> instrument.getTenant().equals(tenant)
                        || instrument.getTenant().equals(io.candlewick.market.BarKey.SYSTEM_TENANT),
                Comparator.comparing(io.candlewick.avro.Instrument::getSymbol),
                MOST);
    }

    void gaps(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        String symbol = parameters.text("symbol");
        String timeframe = parameters.text("timeframe");
        String status = parameters.text("status");
        Span span = Span.of(parameters);
        int limit = parameters.count("limit", DEFAULT_LIMIT, MOST);
        parameters.check();
        answer(
                request,
                "gaps",
                reference.gaps(),
                gap -> gap.getTenant().equals(tenant)
                        && matches(symbol, gap.getSymbol())
                        && matches(timeframe, gap.getTimeframe())
                        && matches(
                                status == null ? null : status.toUpperCase(Locale.ROOT),
                                gap.getStatus().name())
                        && span.touches(gap.getFromTime(), gap.getToTime()),
                Comparator.comparing(io.candlewick.avro.Gap::getFromTime),
                limit);
    }

    void feeds(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        parameters.check();
        answer(
                request,
                "feeds",
                reference.feeds(),
                feed -> feed.getTenant().equals(tenant),
                Comparator.comparing(io.candlewick.avro.FeedState::getFeed),
                MOST);
    }

    void events(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        String currency = parameters.text("currency");
        Span span = Span.of(parameters);
        int limit = parameters.count("limit", DEFAULT_LIMIT, MOST);
        parameters.check();
        answer(
                request,
                "events",
                reference.events(),
                event -> event.getTenant().equals(tenant)
                        && matches(currency, event.getCurrency())
                        && span.touches(
                                event.getEventTime(), event.getEventTime().plusMillis(1)),
                Comparator.comparing(io.candlewick.avro.EconomicEvent::getEventTime),
                limit);
    }

    void lastQuote(Context request) throws ProblemException, IOException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        String symbol = parameters.symbol().text();
        parameters.check();
        TimescaleSeries database = ticks.orElseThrow(() -> new ProblemException(Problem.unavailable(
                "Last quotes are read from TimescaleDB: set " + io.candlewick.streams.config.TimescaleAddress.URL)));
        try {
            LastTick tick = database.lastTick(tenant, symbol)
                    .orElseThrow(() -> new ProblemException(Problem.notFound("No tick of " + symbol + " is kept")));
            ObjectNode answer = JSON.createObjectNode();
            answer.put("tenant", tenant).put("symbol", symbol);
            answer.put("event_time", Times.text(tick.eventTimeUs()))
                    .put("ingest_time", Times.text(tick.ingestTimeUs()));
            answer.put("feed", tick.feed());
            number("bid", tick.bid(), answer);
            number("ask", tick.ask(), answer);
            number("bid_size", tick.bidSize(), answer);
            number("ask_size", tick.askSize(), answer);
            number("price", tick.price(), answer);
            number("size", tick.size(), answer);
            write(request, answer);
        } catch (StoreUnavailableException away) {
            throw new ProblemException(Problem.unavailable(String.valueOf(away.getMessage())));
        }
    }

    /** A span of time a caller asks about. */
    private record Span(long fromUs, long toUs) {

        static Span of(Parameters parameters) {
            return new Span(parameters.time("from", Long.MIN_VALUE), parameters.time("to", Long.MAX_VALUE));
        }

        boolean touches(Instant from, Instant to) {
            return Times.us(from) < toUs && Times.us(to) > fromUs;
        }
    }

    private static boolean matches(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static void number(String name, double value, ObjectNode into) {
        if (!Double.isNaN(value)) {
            into.put(name, value);
        } else {
            into.putNull(name);
        }
    }

    /** The last records in order that match, earliest first. */
    private static <T extends SpecificRecord> void answer(
            Context request, String name, List<T> records, Predicate<T> wanted, Comparator<T> order, int limit)
            throws IOException {
        List<T> found = records.stream().filter(wanted).sorted(order).toList();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("count", found.size());
        ArrayNode rows = answer.putArray(name);
        Function<T, ObjectNode> json = ReferenceRoutes::json;
        found.subList(Math.max(0, found.size() - limit), found.size()).forEach(one -> rows.add(json.apply(one)));
        write(request, answer);
    }

    private static ObjectNode json(SpecificRecord fields) {
        ObjectNode node = JSON.createObjectNode();
        for (Schema.Field field : fields.getSchema().getFields()) {
            Object value = fields.get(field.pos());
            if (value instanceof Instant time) {
                node.put(field.name(), time.toString());
            } else if (value instanceof Enum<?> constant) {
                node.put(field.name(), constant.name());
            } else {
                node.set(field.name(), JSON.valueToTree(value));
            }
        }
        return node;
    }

    private static void write(Context request, ObjectNode answer) throws IOException {
        request.contentType("application/json").result(JSON.writeValueAsBytes(answer));
    }
}
