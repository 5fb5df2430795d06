package io.candlewick.streams.domain.bar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feeds that deliver one symbol, how far each has come, and which of them count.
 *
 * <p><b>Shape</b>: in the order in which they joined, usually one or two.
 */
final class Feeds {

    final List<Feed> known = new ArrayList<>(1);

    /** Whether a feed delivers. */
    enum Presence {
        /** It lost its source, and has said so. It counts again when it says that it starts. */
        DOWN,
        /** It delivers; the symbol's clock waits for it. */
        UP,
        /** It was silent for too long. It counts again as soon as it speaks. */
        SILENT
    }

    /** One feed of the symbol. */
    static final class Feed {

        final String name;
        /* Its last tick of this symbol, or the last time it spoke of for this symbol alone. */
        long tickTimeUs;
        Presence presence;

        Feed(String name, long tickTimeUs, Presence presence) {
            this.name = name;
            this.tickTimeUs = tickTimeUs;
            this.presence = presence;
        }

        boolean isUp() {
            return presence == Presence.UP;
        }

        boolean isSilent() {
            return presence == Presence.SILENT;
        }

        void spokeOf(long timeUs) {
            if (timeUs > tickTimeUs) {
                tickTimeUs = timeUs;
            }
        }

        /** Up to when it has delivered this symbol. */
        long deliveredUs(FeedClocks clocks) {
            return Math.max(tickTimeUs, clocks.saidUs(name));
        }
    }

    @Nullable
    Feed find(String name) {
        for (int index = 0; index < known.size(); index++) {
            Feed feed = known.get(index);
            if (feed.name.equals(name)) {
                return feed;
            }
        }
        return null;
    }

    Feed join(String name, long timeUs) {
        Feed joined = new Feed(name, timeUs, Presence.UP);
        known.add(joined);
        return joined;
    }

    void leave(Feed feed) {
        known.remove(feed);
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    boolean isAnyUp() {
        for (Feed feed : known) {
            if (feed.isUp()) {
                return true;
            }
        }
        return false;
    }

    /** Whether no other feed is up. */
    boolean isAlone(Feed feed) {
        for (Feed other : known) {
            if (other != feed && other.isUp()) {
                return false;
            }
        }
        return true;
    }

    /** Up to when every feed that is up has delivered, the greatest time if none is. */
    long slowestUs(FeedClocks clocks) {
        long slowestUs = Long.MAX_VALUE;
        for (Feed feed : known) {
            if (feed.isUp()) {
                slowestUs = Math.min(slowestUs, feed.deliveredUs(clocks));
            }
        }
        return slowestUs;
    }
}
