package io.candlewick.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.places.BarField;
import io.candlewick.places.BarRevision;
import io.candlewick.places.BarTicks;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A trace for programs: times are ISO-8601, an absent value is null. */
final class TraceJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TraceJson() {}

    static void print(Trace trace, int limit, PrintWriter out) {
        ObjectNode root = JSON.createObjectNode();
        root.put("key", trace.key().text());
        ArrayNode revisions = root.putArray("revisions");
        trace.revisions().forEach(revision -> addRevision(revision, revisions.addObject()));
        root.put("tick_records", trace.ticks().size());
        ArrayNode ticks = root.putArray("ticks");
        trace.ticks().stream().limit(limit).forEach(found -> addTick(found, ticks.addObject()));
        ArrayNode stations = root.putArray("stations");
        for (Trace.Station station : trace.stations()) {
            stations.addObject()
                    .put("name", station.name())
                    .put("of", station.of())
                    .put("time", station.atUs().map(TraceJson::time).orElse(null));
        }
        out.println(root.toPrettyString());
    }

    private static void addRevision(BarRevision revision, ObjectNode into) {
        ObjectNode bar = into.putObject("bar");
        for (int index = 0; index < BarField.ALL.size(); index++) {
            BarField field = BarField.ALL.get(index);
            @Nullable Object value = revision.bar().values().get(index);
            bar.set(
                    field.name(),
                    field.type() == BarField.Type.TIME && value instanceof Long timeUs
                            ? JSON.valueToTree(time(timeUs))
                            : JSON.valueToTree(value));
        }
        into.put("partition", revision.partition());
        into.put("offset", revision.offset());
        into.put("said_at", time(revision.saidUs()));
        revision.lineage()
                .ifPresent(lineage -> into.putObject("lineage")
                        .put("topic", lineage.topic())
                        .put("partition", lineage.partition())
                        .put("first_offset", lineage.firstOffset())
                        .put("last_offset", lineage.lastOffset()));
    }

    private static void addTick(BarTicks.Found found, ObjectNode into) {
        Tick tick = found.tick();
        into.put("offset", found.offset());
        into.put("kind", tick.kind().name());
        into.put("feed", tick.feed());
        into.put("event_time", time(tick.eventTimeUs()));
        into.put("ingest_time", time(tick.ingestTimeUs()));
        into.put("published_at", time(found.publishedUs()));
        if (tick.kind() == TickKind.QUOTE) {
            into.put("bid", tick.bid()).put("ask", tick.ask());
        } else {
            into.put("price", tick.price()).put("size", tick.size());
        }
        found.rejected().ifPresent(reason -> into.put("rejected", reason));
    }

    private static String time(long timeUs) {
        return Times.instant(timeUs).toString();
    }
}
