package io.candlewick.ingest.economic;

import io.candlewick.avro.EconomicEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a source says with what is known of it: fetching the same calendar twice changes nothing.
 *
 * <p>An entry that has gone from the fetched span while one of the same currency and title has come near it was moved: its old record is
 * deleted and the new one keeps when it was first seen. A figure that is known is not forgotten because a later answer lacks it: Forex
 * Factory has no actual figures, and others drop estimates. <b>Thread</b>: any.
 */
final class CalendarChanges {

    private static final Duration LONGEST_MOVE = Duration.ofDays(14);

    private CalendarChanges() {}

    /**
     * The records to write.
     *
     * @param tenant whose calendar
     * @param known the records of the source, by key
     * @param fetched what it says now
     * @param now when
     * @return records by key, null for those to delete
     */
    static Map<String, @Nullable EconomicEvent> of(
            String tenant, Map<String, EconomicEvent> known, List<CalendarEntry> fetched, Instant now) {
        Map<String, @Nullable EconomicEvent> changes = new LinkedHashMap<>();
        Set<String> present = new HashSet<>();
        fetched.forEach(entry -> present.add(entry.key()));
        Map<String, String> gone = gone(known, fetched, present);
        for (CalendarEntry entry : fetched) {
            EconomicEvent before = known.get(entry.key());
            if (before == null) {
                String moved = movedFrom(entry, gone, known);
                if (moved != null) {
                    changes.put(moved, null);
                    gone.values().remove(moved);
                    before = known.get(moved);
                }
            }
            EconomicEvent record = entry.toRecord(tenant, before == null ? now : before.getFirstSeenTime(), now);
            if (before != null) {
                keepFigures(record, before);
            }
            if (before == null || !isSame(before, record)) {
                changes.put(entry.key(), record);
            }
        }
        return changes;
    }

    /* Known entries within the fetched span that it does not have any more, by subject. */
    private static Map<String, String> gone(
            Map<String, EconomicEvent> known, List<CalendarEntry> fetched, Set<String> present) {
        Map<String, String> gone = new HashMap<>();
        Optional<Instant> from = fetched.stream().map(CalendarEntry::time).min(Instant::compareTo);
        Optional<Instant> to = fetched.stream().map(CalendarEntry::time).max(Instant::compareTo);
        known.forEach((key, event) -> {
            if (!present.contains(key)
                    && from.isPresent()
                    && !event.getEventTime().isBefore(from.get())
                    && !event.getEventTime().isAfter(to.orElse(from.get()))) {
                gone.put(key.substring(0, key.lastIndexOf('|')), key);
            }
        });
        return gone;
    }

    private static @Nullable String movedFrom(
            CalendarEntry entry, Map<String, String> gone, Map<String, EconomicEvent> known) {
        String key = gone.get(entry.subject());
        EconomicEvent event = key == null ? null : known.get(key);
        boolean isNear = event != null
                && Duration.between(event.getEventTime(), entry.time()).abs().compareTo(LONGEST_MOVE) <= 0;
        return isNear ? key : null;
    }

    private static void keepFigures(EconomicEvent now, EconomicEvent before) {
        if (now.getActualText() == null) {
            now.setActualText(before.getActualText());
            now.setActual(before.getActual());
        }
        if (now.getForecastText() == null) {
            now.setForecastText(before.getForecastText());
            now.setForecast(before.getForecast());
        }
        if (now.getPreviousText() == null) {
            now.setPreviousText(before.getPreviousText());
            now.setPrevious(before.getPrevious());
        }
        if (now.getRevisedText() == null) {
            now.setRevisedText(before.getRevisedText());
            now.setRevised(before.getRevised());
        }
    }

    /* Equal but for the time of the change; that of the key is the event's. */
    private static boolean isSame(EconomicEvent before, EconomicEvent now) {
        EconomicEvent other = EconomicEvent.newBuilder(now)
                .setUpdatedTime(before.getUpdatedTime())
                .setFirstSeenTime(before.getFirstSeenTime())
                .build();
        return before.equals(other);
    }
}
