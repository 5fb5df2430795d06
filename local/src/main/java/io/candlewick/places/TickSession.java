package io.candlewick.places;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Tick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of one symbol from the start of its first feed to the end of its last, and the spans its feeds covered.
 *
 * <p>The rules of sessions, read off the log in the plainest way; the topology keeps them in its own terms.
 */
final class TickSession {

    private final boolean live;
    private final List<BruteForce.Numbered> ticks = new ArrayList<>();
    private final Set<Identity> seen = new HashSet<>();
    private final Set<Identity> cancelled = new HashSet<>();
    private final Map<Identity, BruteForce.Numbered> corrections = new HashMap<>();
    private final Set<String> up = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final List<long[]> covered = new ArrayList<>();
    private final Map<String, Long> deliveredUs = new HashMap<>();

    TickSession(boolean live) {
        this.live = live;
    }

    /** What makes two records the same tick: the id of a trade that has one, everything it says otherwise. */
    private record Identity(long eventTimeUs, TickKind kind, List<Object> said) {

        static Identity of(Tick tick) {
            List<Object> said = new ArrayList<>();
            said.add(String.valueOf(tick.venue()));
            if (tick.tradeId() != null) {
                said.add(tick.tradeId());
                return new Identity(tick.eventTimeUs(), tick.kind(), said);
            }
            said.add(tick.sequence());
            said.addAll(List.of(tick.bid(), tick.ask(), tick.bidSize(), tick.askSize(), tick.price(), tick.size()));
            said.add(tick.aggressorSide());
            said.add(String.valueOf(tick.conditions()));
            return new Identity(tick.eventTimeUs(), tick.kind(), said);
        }
    }

    /** The ticks that count: those that came again, were cancelled or were replaced are left out. */
    List<BruteForce.Numbered> ticks() {
        List<BruteForce.Numbered> counting = new ArrayList<>();
        Set<Identity> corrected = new HashSet<>();
        for (BruteForce.Numbered numbered : ticks) {
            Identity identity = Identity.of(numbered.tick());
            if (!cancelled.contains(identity)) {
                counting.add(asCorrected(numbered, corrections.get(identity)));
                corrected.add(identity);
            }
        }
        corrections.forEach((identity, correction) -> {
            if (!cancelled.contains(identity) && !corrected.contains(identity)) {
                counting.add(correction);
            }
        });
        return counting;
    }

    /* A corrected trade keeps its place among the others. */
    private static BruteForce.Numbered asCorrected(
            BruteForce.Numbered original, BruteForce.@Nullable Numbered correction) {
        if (correction == null) {
            return original;
        }
        Tick was = original.tick();
        Tick now = correction.tick();
        AggressorSide side = now.aggressorSide() == AggressorSide.UNKNOWN ? was.aggressorSide() : now.aggressorSide();
        Tick.Origin origin = new Tick.Origin(was.tenant(), was.feed(), was.ingestTimeUs());
        return new BruteForce.Numbered(
                Tick.trade(
                        origin,
                        was.symbol(),
                        was.eventTimeUs(),
                        was.sequence(),
                        now.price(),
                        now.size(),
                        side,
                        was.tradeId()),
                original.offset());
    }

    /** Whether a feed of this session has started and not ended. */
    boolean knows(String feed) {
        return known.contains(feed);
    }

    /** Whether a feed of this session delivers and has not lost its source. */
    boolean isUp(String feed) {
        return up.contains(feed);
    }

    void add(Tick tick, long offset) {
        if (!knows(tick.feed())) {
            start(tick.feed(), tick.eventTimeUs());
        }
        speakAgain(tick.feed(), tick.eventTimeUs());
        deliveredUs.merge(tick.feed(), tick.eventTimeUs(), Math::max);
        BruteForce.Numbered numbered = new BruteForce.Numbered(tick, offset);
        switch (tick.action()) {
            case CANCEL -> cancelled.add(Identity.of(tick));
            case CORRECT -> corrections.merge(Identity.of(tick), numbered, TickSession::later);
            case NEW -> {
                if (seen.add(Identity.of(tick))) {
                    ticks.add(numbered);
                }
            }
        }
    }

    private static BruteForce.Numbered later(BruteForce.Numbered one, BruteForce.Numbered other) {
        long bySequence = Long.compare(one.tick().sequence(), other.tick().sequence());
        return bySequence != 0 ? (bySequence > 0 ? one : other) : one.offset() > other.offset() ? one : other;
    }

    /* A feed that was silent is back with the first thing it says of a later time; a replay that paused has lost nothing. */
    private void speakAgain(String feed, long timeUs) {
        long untilUs = deliveredUs.getOrDefault(feed, Long.MIN_VALUE);
        if (silent.contains(feed) && timeUs > untilUs) {
            start(feed, live ? timeUs : untilUs);
        }
    }

    /** Takes a mark that the lane wrote itself about a silent feed; true if the session is over with it. */
    boolean silence(Tick mark) {
        String feed = mark.feed();
        if (mark.feedStatus() == FeedStatus.ENDED) {
            return silent.contains(feed) && mark(mark);
        }
        if (up.contains(feed) && deliveredUs.getOrDefault(feed, Long.MIN_VALUE) <= mark.eventTimeUs()) {
            stop(feed, mark.eventTimeUs());
            silent.add(feed);
        }
        return false;
    }

    /** Takes a mark of the feed itself; true if the session is over with it. */
    boolean mark(Tick mark) {
        if (mark.kind() != TickKind.HEARTBEAT || mark.feedStatus() == null) {
            return false;
        }
        FeedStatus status = mark.feedStatus();
        if (status == FeedStatus.STARTED) {
            start(mark.feed(), mark.eventTimeUs());
        } else if (status == FeedStatus.ALIVE) {
            speakAgain(mark.feed(), mark.eventTimeUs());
            deliveredUs.merge(mark.feed(), mark.eventTimeUs(), Math::max);
        } else {
            silent.remove(mark.feed());
            stop(mark.feed(), mark.eventTimeUs());
            if (status == FeedStatus.ENDED) {
                known.remove(mark.feed());
            }
        }
        return known.isEmpty();
    }

    private void start(String feed, long fromUs) {
        silent.remove(feed);
        if (up.contains(feed) && up.size() == 1) {
            stop(feed, Math.min(deliveredUs.getOrDefault(feed, fromUs), fromUs));
        }
        if (up.isEmpty()) {
            long[] before = covered.isEmpty() ? null : covered.get(covered.size() - 1);
            if (before != null && before[1] >= fromUs) {
                before[1] = Long.MAX_VALUE;
            } else {
                covered.add(new long[] {fromUs, Long.MAX_VALUE});
            }
        }
        known.add(feed);
        up.add(feed);
        deliveredUs.merge(feed, fromUs, Math::max);
    }

    private void stop(String feed, long atUs) {
        if (up.remove(feed) && up.isEmpty() && !covered.isEmpty()) {
            covered.get(covered.size() - 1)[1] = atUs;
        }
    }

    /** Until when its feeds have delivered, the slowest counting; the greatest time once the session is over. */
    long clockUs() {
        return known.isEmpty()
                ? Long.MAX_VALUE
                : (up.isEmpty() ? known : up)
                        .stream()
                                .mapToLong(feed -> deliveredUs.getOrDefault(feed, Long.MIN_VALUE))
                                .min()
                                .orElseThrow();
    }

    boolean covers(long startUs, long endUs) {
        return covered.stream().anyMatch(span -> span[0] <= startUs && endUs <= span[1]);
    }
}
