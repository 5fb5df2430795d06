package io.candlewick.ingest.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clock that a vendor's time labels were read from: which instants a label can mean.
 *
 * <p><b>Shape</b>, as text:
 *
 * <ul>
 *   <li>{@code America/New_York} or {@code -05:00}: a zone or a fixed offset;
 *   <li>{@code Europe/London-05:00}: a zone's clock put back by five hours, so that its daylight saving is London's and not New York's;
 *   <li>{@code -05:00,2019-03-31T19:00,-04:00}: fixed offsets, each until a label is reached, for clocks that follow no zone.
 * </ul>
 *
 * <p><b>Edges</b>: in the hour a clock has twice a label means two instants, in the one it leaves out none. <b>Thread</b>: any.
 */
public final class LabelClock {

    private static final Pattern SHIFTED = Pattern.compile("(\\p{Alpha}.*[^+-])([+-]\\d{2}:\\d{2})");

    private final String text;
    private final ZoneId zone;
    private final ZoneOffset shift;
    /* Offsets by the first label they hold for; empty where a zone rules. */
    private final NavigableMap<LocalDateTime, ZoneOffset> offsets;

    private LabelClock(String text, ZoneId zone, ZoneOffset shift, NavigableMap<LocalDateTime, ZoneOffset> offsets) {
        this.text = text;
        this.zone = zone;
        this.shift = shift;
        this.offsets = offsets;
    }

    /**
     * The clock of a zone.
     *
     * @param zone the zone
     * @return its clock
     */
    public static LabelClock of(ZoneId zone) {
        return new LabelClock(zone.getId(), zone, ZoneOffset.UTC, new TreeMap<>());
    }

    /**
     * Reads a clock.
     *
     * @param text as above
     * @return the clock
     * @throws IllegalArgumentException if it is none
     */
    public static LabelClock parse(String text) {
        try {
            if (text.indexOf(',') >= 0) {
                return ofOffsets(text);
            }
            Matcher shifted = SHIFTED.matcher(text);
            // Names such as UTC+02:00 and GMT-5 are zones of their own.
            if (shifted.matches() && ZoneId.getAvailableZoneIds().contains(shifted.group(1))) {
                return new LabelClock(
                        text, ZoneId.of(shifted.group(1)), ZoneOffset.of(shifted.group(2)), new TreeMap<>());
            }
            return of(ZoneId.of(text));
        } catch (DateTimeException notAClock) {
            throw new IllegalArgumentException(
                    "zone='" + text
                            + "' is no clock: write a zone such as America/New_York, an offset such as -05:00, a"
                            + " zone put back such as Europe/London-05:00, or offsets and the labels between them such as"
                            + " -05:00,2019-03-31T19:00,-04:00",
                    notAClock);
        }
    }

    private static LabelClock ofOffsets(String text) {
        String[] parts = text.split(",", -1);
        NavigableMap<LocalDateTime, ZoneOffset> offsets = new TreeMap<>();
        offsets.put(LocalDateTime.MIN, ZoneOffset.of(parts[0]));
        for (int part = 1; part < parts.length; part += 2) {
            LocalDateTime label = LocalDateTime.parse(parts[part]);
            if (part + 1 == parts.length || offsets.lastKey().compareTo(label) >= 0) {
                throw new DateTimeException("labels must grow, and an offset must follow each");
            }
            offsets.put(label, ZoneOffset.of(parts[part + 1]));
        }
        return new LabelClock(text, ZoneOffset.UTC, ZoneOffset.UTC, offsets);
    }

    /**
     * The instants that a label can mean.
     *
     * @param label what the clock showed
     * @return the earlier first; none if the clock never showed it
     */
    List<Instant> instantsOf(LocalDateTime label) {
        if (!offsets.isEmpty()) {
            return List.of(label.toInstant(offsets.floorEntry(label).getValue()));
        }
        LocalDateTime local = label.minusSeconds(shift.getTotalSeconds());
        List<Instant> instants = new ArrayList<>(2);
        for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
            instants.add(local.toInstant(offset));
        }
        return instants;
    }

    @Override
    public String toString() {
        return text;
    }
}
