package io.candlewick.streams.query;

import io.candlewick.streams.config.Lane;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest bars of a series as text that was kept, where one lane here has all of them: bars of another lane are not among them if they are all
 * earlier.
 *
 * <p><b>Thread</b>: any.
 */
final class WrittenLanes {

    private final Map<Lane, LaneState> lanes;
    private final WrittenAnswers written;

    WrittenLanes(Map<Lane, LaneState> lanes, WrittenAnswers written) {
        this.lanes = Map.copyOf(lanes);
        this.written = written;
    }

    /** Empty if the bars must be read. */
    Optional<WrittenSeries.Written> read(SeriesWish wish, boolean valuesOnly) {
        if (!written.isOn() || !Wording.isOfNewest(wish.range())) {
            return Optional.empty();
        }
        try {
            Newest newest = newest(wish);
            return newest == null ? Optional.empty() : read(newest, wish, valuesOnly);
        } catch (StoreUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    /* The lane whose last bar is the latest, and when the last one of all others starts. */
    private record Newest(Lane lane, long othersUs) {}

    private @Nullable Newest newest(SeriesWish wish) throws StoreUnavailableException {
        Lane newest = null;
        long lastUs = Long.MIN_VALUE;
        long othersUs = Long.MIN_VALUE;
        for (Map.Entry<Lane, LaneState> lane : lanes.entrySet()) {
            long laneUs = lane.getValue().lastStartUs(wish.range());
            if (laneUs == SeriesChanges.UNKNOWN) {
                return null;
            }
            if (laneUs > lastUs) {
                othersUs = lastUs;
                lastUs = laneUs;
                newest = lane.getKey();
            } else {
                othersUs = Math.max(othersUs, laneUs);
            }
        }
        return newest == null ? null : new Newest(newest, othersUs);
    }

    private Optional<WrittenSeries.Written> read(Newest newest, SeriesWish wish, boolean valuesOnly)
            throws StoreUnavailableException {
        LaneState lane = Objects.requireNonNull(lanes.get(newest.lane));
        boolean openElsewhere =
                wish.forming() && !lane.hasOpenBars() && lanes.values().stream().anyMatch(LaneState::hasOpenBars);
        if (openElsewhere || (valuesOnly && !lane.hasIndicators())) {
            return Optional.empty();
        }
        Wording wording = Wording.of(wish, valuesOnly);
        WrittenSeries.Written found = written.read(newest.lane, wording, lane.source(wording.wish()), wish.forming());
        WrittenBars closed = found.closed();
        boolean alone = newest.othersUs == Long.MIN_VALUE
                || (closed.count() == wording.limit() && newest.othersUs < closed.firstStartUs());
        return closed.count() > 0 && alone ? Optional.of(found) : Optional.empty();
    }
}
