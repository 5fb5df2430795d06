package io.candlewick.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** What {@code /v1/pipeline} tells, as lines for a terminal. */
final class PipelineText {

    private PipelineText() {}

    static void print(String url, Instant now, JsonNode pipeline, PrintWriter out) {
        StringBuilder lanes = new StringBuilder();
        for (Map.Entry<String, JsonNode> lane : pipeline.path("lanes").properties()) {
            lanes.append("  ")
                    .append(lane.getKey())
                    .append(' ')
                    .append(lane.getValue().asText());
        }
        out.printf(Locale.ROOT, "candlewick %s  %s%s%n", now.truncatedTo(ChronoUnit.SECONDS), url, lanes);
        printLatencies(pipeline.path("latencies"), out);
        printUnwell(pipeline.path("services"), out);
        printTopics(pipeline.path("topics"), out);
        printGroups(pipeline.path("groups"), out);
        printRejected(pipeline.path("dead_letters"), out);
        printGaps(pipeline.path("gaps"), out);
    }

    private static void printLatencies(JsonNode latencies, PrintWriter out) {
        for (JsonNode measure : latencies) {
            String what = measure.path("measure").asText().equals("bar.close.delay")
                    ? "end and grace of a live bar to its being sent"
                    : "record that closes a live bar to the bar";
            JsonNode atMost = measure.path("at_most_seconds");
            out.printf(
                    Locale.ROOT,
                    "  %-46s  p50 %s  p99 %s  of %,d bars%n",
                    what,
                    seconds(atMost.path("p50")),
                    seconds(atMost.path("p99")),
                    measure.path("count").asLong());
        }
    }

    private static String seconds(JsonNode bound) {
        return bound.isNumber() ? String.format(Locale.ROOT, "<= %.3f s", bound.asDouble()) : "> 1 h";
    }

    private static void printUnwell(JsonNode services, PrintWriter out) {
        for (JsonNode service : services) {
            if (service.path("because").isTextual()) {
                out.printf(
                        Locale.ROOT,
                        "  %-9s %s of %s because of %s%n",
                        service.path("health").asText().toLowerCase(Locale.ROOT),
                        service.path("service").asText(),
                        service.path("instance").asText(),
                        service.path("because").asText());
            }
        }
    }

    private static void printTopics(JsonNode topics, PrintWriter out) {
        out.printf(Locale.ROOT, "%n  %-20s %14s %12s%n", "topic", "written in all", "a second");
        for (JsonNode topic : topics) {
            JsonNode rates = topic.path("per_second");
            double rate = rates.isEmpty() ? 0 : rates.get(rates.size() - 1).asDouble();
            out.printf(
                    Locale.ROOT,
                    "  %-20s %,14d %,12.0f%n",
                    topic.path("topic").asText(),
                    topic.path("records").asLong(),
                    rate);
        }
    }

    private static void printGroups(JsonNode groups, PrintWriter out) {
        out.printf(Locale.ROOT, "%n  %-34s %-20s %10s %9s  %s%n", "group", "topic", "records", "seconds", "trend");
        for (JsonNode group : groups) {
            out.printf(
                    Locale.ROOT,
                    "  %-34s %-20s %,10d %9.1f  %s%n",
                    group.path("group").asText(),
                    group.path("topic").asText(),
                    group.path("records").asLong(),
                    group.path("seconds").asDouble(),
                    group.path("trend").asText());
        }
        out.println();
    }

    private static void printRejected(JsonNode topics, PrintWriter out) {
        for (Map.Entry<String, JsonNode> topic : topics.properties()) {
            for (Map.Entry<String, JsonNode> reason : topic.getValue().properties()) {
                out.printf(
                        Locale.ROOT,
                        "  rejected  %-20s %-30s %,d%n",
                        topic.getKey(),
                        reason.getKey(),
                        reason.getValue().asLong());
            }
        }
    }

    private static void printGaps(JsonNode gaps, PrintWriter out) {
        for (Map.Entry<String, JsonNode> gap : gaps.properties()) {
            out.printf(
                    Locale.ROOT,
                    "  gaps      %-51s %,d%n",
                    gap.getKey(),
                    gap.getValue().asLong());
        }
    }
}
