package io.candlewick.ingest.feed;

import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a feed claims in band to have delivered: from when on, up to when, and what it lost.
 *
 * <p>While it delivers it claims the newest event time it has seen, or the time at which a ping was sent that has been answered, less the
 * vendor's delay; never more than the clock says: what comes a little later than the claim still comes, and bars wait for it. At a loss nothing
 * comes any more, so what is lost begins the vendor's delay before the newest event: ticks of that time may have been on their way. <b>Thread</b>:
 * one.
 */
final class FeedCoverage {

    private static final long NEVER = Long.MIN_VALUE;

    private final String tenant;
    private final String feed;
    private final long quietUs;
    private final FeedOutput output;
    private final Holes holes;
    private final AliveFile file;
    private final SortedMap<Symbol, Long> started = new TreeMap<>();
    private final Map<Symbol, Long> lostUs = new TreeMap<>();
    private long newestUs = NEVER;
    private long provedUs = NEVER;
    private long aliveUs = NEVER;

    FeedCoverage(String tenant, String feed, long quietUs, FeedOutput output, Holes holes, AliveFile file) {
        this.tenant = tenant;
        this.feed = feed;
        this.quietUs = quietUs;
        this.output = output;
        this.holes = holes;
        this.file = file;
        file.read().ifPresent(alive -> {
            aliveUs = alive.timeUs();
            alive.symbols().forEach(symbol -> lostUs.put(symbol, alive.timeUs()));
        });
    }

    Set<Symbol> started() {
        return started.keySet();
    }

    void saw(long eventTimeUs) {
        newestUs = Math.max(newestUs, eventTimeUs);
    }

    void proved(long pingSentUs) {
        provedUs = Math.max(provedUs, pingSentUs);
    }

    long newestUs() {
        return newestUs;
    }

    /**
     * Says what a process before this one lost and had no time to say. It comes before anything else: a claim speaks for every symbol of the
     * feed that is not said to be down.
     */
    void resume(long nowUs) {
        lostUs.forEach((symbol, sinceUs) -> output.mark(mark(symbol, sinceUs, nowUs, FeedStatus.DOWN)));
    }

    /** From now on everything of a symbol comes; what was missed since it last did is asked for. */
    void start(Symbol symbol, long nowUs) {
        Long missedFromUs = lostUs.remove(symbol);
        if (missedFromUs != null) {
            holes.request(symbol, missedFromUs, nowUs, nowUs);
        }
        output.mark(mark(symbol, nowUs, nowUs, FeedStatus.STARTED));
        started.put(symbol, nowUs);
        save(aliveUs == NEVER ? nowUs : aliveUs - quietUs);
    }

    /** Says how far it has come. */
    void beat(long nowUs) {
        long claimUs = claim(nowUs);
        if (!started.isEmpty() && claimUs > aliveUs) {
            aliveUs = claimUs;
            output.mark(mark(Symbol.EVERY, aliveUs, nowUs, FeedStatus.ALIVE));
            // A crash is a loss.
            save(aliveUs - quietUs);
        }
    }

    /* A crash now must leave what is still lost from before to the next process too, so the earliest of all counts. */
    private void save(long timeUs) {
        Set<Symbol> symbols = new TreeSet<>(started.keySet());
        symbols.addAll(lostUs.keySet());
        long earliestUs =
                lostUs.values().stream().mapToLong(Long::longValue).min().orElse(timeUs);
        file.write(Math.min(timeUs, earliestUs), symbols);
    }

    private long claim(long nowUs) {
        long quietClaimUs = provedUs == NEVER ? NEVER : provedUs - quietUs;
        return Math.max(aliveUs, Math.min(nowUs, Math.max(newestUs, quietClaimUs)));
    }

    /** The source of every symbol is gone since an instant; of one that started after it, since its start. */
    void lose(long sinceUs, long nowUs) {
        started.forEach((symbol, startUs) -> {
            long symbolSinceUs = Math.max(startUs, sinceUs);
            output.mark(mark(symbol, symbolSinceUs, nowUs, FeedStatus.DOWN));
            lostUs.merge(symbol, symbolSinceUs, Math::min);
        });
        started.clear();
        newestUs = NEVER;
        provedUs = NEVER;
    }

    /** Up to when everything has surely come at a loss just noticed; on a connection on which nothing has, the least time. */
    long lossUs(long nowUs) {
        long knownUs = Math.min(nowUs, Math.max(newestUs, provedUs));
        return knownUs == NEVER ? NEVER : knownUs - quietUs;
    }

    /** The same if pings were answered but no data has come since a time: then the pings say nothing of the data. */
    long silenceUs(long quietSinceUs) {
        return (newestUs == NEVER ? quietSinceUs : Math.min(newestUs, quietSinceUs)) - quietUs;
    }

    /** Nobody wants a symbol any more. */
    void end(Symbol symbol, long nowUs) {
        Long startUs = started.remove(symbol);
        if (startUs != null) {
            output.mark(mark(symbol, Math.max(startUs, lossUs(nowUs)), nowUs, FeedStatus.ENDED));
        }
        lostUs.remove(symbol);
    }

    private Tick mark(Symbol symbol, long timeUs, long nowUs, FeedStatus status) {
        return Tick.heartbeat(new Tick.Origin(tenant, feed, nowUs), symbol, timeUs, status);
    }
}
