package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** When gaps were found: how many by reason in each of the last {@value #SLOTS} quarters of an hour. */
final class GapTimes {

    private static final int SLOTS = 96;
    private static final Duration SLOT = Duration.ofMinutes(15);

    private GapTimes() {}

    static void addTo(ObjectNode answer, List<Gap> gaps, Instant now) {
        long end = now.getEpochSecond() / SLOT.toSeconds() + 1;
        Map<GapReason, int[]> found = new EnumMap<>(GapReason.class);
        for (Gap gap : gaps) {
            long slot = gap.getDetectedTime().getEpochSecond() / SLOT.toSeconds() - (end - SLOTS);
            if (slot >= 0 && slot < SLOTS) {
                found.computeIfAbsent(gap.getReason(), reason -> new int[SLOTS])[(int) slot]++;
            }
        }
        answer.put(
                "from", Instant.ofEpochSecond((end - SLOTS) * SLOT.toSeconds()).toString());
        answer.put("slot_seconds", SLOT.toSeconds());
        ObjectNode reasons = answer.putObject("found");
        found.forEach((reason, counts) -> {
            ArrayNode slots = reasons.putArray(reason.name());
            for (int count : counts) {
                slots.add(count);
            }
        });
    }
}
