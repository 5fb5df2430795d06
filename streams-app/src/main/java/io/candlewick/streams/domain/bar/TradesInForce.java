package io.candlewick.streams.domain.bar;

import io.candlewick.avro.TickAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which trades of a bar count once cancels and corrections are taken into account, whatever the order in which all of them came in.
 *
 * <p>A cancelled trade does not count, even if a correction of it came too. Of several corrections the last by (sequence, offset) counts. A
 * correction whose trade is missing stands for it.
 */
final class TradesInForce {

    private TradesInForce() {}

    /** What the tape says of one trade. */
    private static final class Story {
        @Nullable
        TapeEntry trade;

        @Nullable
        TapeEntry correction;

        boolean cancelled;

        void take(TapeEntry entry) {
            if (entry.action() == TickAction.CANCEL) {
                cancelled = true;
            } else if (entry.action() == TickAction.NEW) {
                trade = trade == null ? entry : trade;
            } else if (correction == null || correction.isBefore(entry)) {
                correction = entry;
            }
        }

        @Nullable
        TapeEntry outcome() {
            if (cancelled) {
                return null;
            }
            if (correction == null) {
                return trade;
            }
            return (trade == null ? correction : trade).as(correction);
        }
    }

    static List<TapeEntry> of(List<TapeEntry> tape) {
        Map<Long, Story> stories = new LinkedHashMap<>();
        for (TapeEntry entry : tape) {
            stories.computeIfAbsent(entry.id(), none -> new Story()).take(entry);
        }
        List<TapeEntry> inForce = new ArrayList<>(stories.size());
        for (Story story : stories.values()) {
            TapeEntry outcome = story.outcome();
            if (outcome != null) {
                inForce.add(outcome);
            }
        }
        return inForce;
    }
}
