package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.streams.lag.LagHistory;
import io.candlewick.streams.lag.LagMonitor;
import io.candlewick.streams.lag.LagTrend;
import io.candlewick.streams.lag.PartitionLag;
import io.candlewick.streams.services.ServiceReport;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers about the pipeline itself: consumer lag, and all of it at a glance. */
final class PipelineRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessHealth health;
    private final LagMonitor lag;
    private final ReferenceTopics reference;
    private final DeadLetterCounts deadLetters;
    private final LatencyHistograms latencies;
    private final InstantSource clock;

    PipelineRoutes(
            ProcessHealth health,
            LagMonitor lag,
            ReferenceTopics reference,
            DeadLetterCounts deadLetters,
            InstantSource clock) {
        this.clock = clock;
        this.latencies = new LatencyHistograms(health.meters());
        this.health = health;
        this.lag = lag;
        this.reference = reference;
        this.deadLetters = deadLetters;
    }

    void lag(Context request) throws ProblemException, IOException {
        new Parameters(request).check();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode rows = answer.putArray("partitions");
        for (LagHistory.Judged one : lag.last()) {
            PartitionLag partition = one.lag();
            rows.addObject()
                    .put("group", partition.group())
                    .put("topic", partition.partition().topic())
                    .put("partition", partition.partition().partition())
                    .put("committed", partition.committed())
                    .put("end", partition.end())
                    .put("records", partition.isBehind() ? partition.records() : 0)
                    .put("seconds", seconds(partition.age()))
                    .put("members", partition.members())
                    .put("trend", one.trend().name());
        }
        write(request, answer);
    }

    void glance(Context request) throws ProblemException, IOException {
        new Parameters(request).check();
        ObjectNode answer = JSON.createObjectNode();
        health.states().forEach(answer.putObject("lanes")::put);
        addGroups(answer.putArray("groups"));
        addTopics(answer.putArray("topics"));
        ObjectNode rejected = answer.putObject("dead_letters");
        deadLetters.byTopicAndReason().forEach((topic, reasons) -> reasons.forEach(rejected.putObject(topic)::put));
        Map<String, Long> gaps = new TreeMap<>();
        reference.gaps().forEach(gap -> gaps.merge(gap.getReason() + " " + gap.getStatus(), 1L, Long::sum));
        gaps.forEach(answer.putObject("gaps")::put);
        GapTimes.addTo(answer.putObject("gap_times"), reference.gaps(), clock.instant());
        latencies.addTo(answer.putArray("latencies"));
        addServices(answer.putArray("services"));
        write(request, answer);
    }

    private void addServices(ArrayNode rows) {
        for (ServiceReport report : reference.services(clock.instant())) {
            ObjectNode row = rows.addObject()
                    .put("service", report.feed())
                    .put("instance", report.instance())
                    .put("health", report.health().name())
                    .put("symbols", report.symbols())
                    .put("version", report.version())
                    .put("config_hash", report.configHash())
                    .put("drifts", report.drifts())
                    .put("since", report.since().map(Instant::toString).orElse(null))
                    .put("because", report.because().orElse(null));
            report.dependencies().forEach(row.putArray("dependencies")::add);
        }
    }

    /** One row a group and topic: the sum of what waits, the oldest of it, the worst trend. */
    private void addGroups(ArrayNode rows) {
        Map<String, List<LagHistory.Judged>> byPlace = new LinkedHashMap<>();
        for (LagHistory.Judged one : lag.last()) {
            String place = one.lag().group() + '|' + one.lag().partition().topic();
            byPlace.computeIfAbsent(place, key -> new ArrayList<>()).add(one);
        }
        for (List<LagHistory.Judged> partitions : byPlace.values()) {
            PartitionLag first = partitions.get(0).lag();
            long records = partitions.stream()
                    .filter(one -> one.lag().isBehind())
                    .mapToLong(one -> one.lag().records())
                    .sum();
            Duration oldest = partitions.stream()
                    .map(one -> one.lag().age())
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            LagTrend worst = partitions.stream()
                    .map(LagHistory.Judged::trend)
                    .max(Comparator.naturalOrder())
                    .orElse(LagTrend.OK);
            ObjectNode row = rows.addObject()
                    .put("group", first.group())
                    .put("topic", first.partition().topic())
                    .put("records", records)
                    .put("seconds", seconds(oldest))
                    .put("trend", worst.name());
            ArrayNode before = row.putArray("records_before");
            lag.trail().of(first.group(), first.partition().topic()).forEach(then -> before.add(then.records()));
        }
    }

    private void addTopics(ArrayNode rows) {
        Map<String, Long> ends = lag.flow().ends();
        for (TopicSpec topic : Topics.ALL) {
            Long end = ends.get(topic.name());
            if (end != null) {
                ObjectNode row = rows.addObject().put("topic", topic.name()).put("records", end);
                lag.flow().perSecond(topic.name()).forEach(row.putArray("per_second")::add);
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private static void write(Context request, ObjectNode answer) throws IOException {
        request.contentType("application/json").result(JSON.writeValueAsBytes(answer));
    }
}
