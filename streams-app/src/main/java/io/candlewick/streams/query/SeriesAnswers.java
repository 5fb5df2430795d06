package io.candlewick.streams.query;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.Gap;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes answers of what the tiers have: finds holes, asks for them to be filled, and waits for that if the caller wants to.
 *
 * <p><b>Shape</b>: at most {@value #MOST_WAITING} callers wait at once, each for no longer than a request may ask for. <b>Thread</b>: any.
 */
final class SeriesAnswers {

    /** Instead of a time as of which to answer: as things are now. */
    static final long NOW = Long.MAX_VALUE;

    private static final int MOST_WAITING = 32;
    /* Bars that ended less than that ago may be on their way. */
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    private final Tiers tiers;
    private final KnownThen knownThen;
    private final ReferenceTopics reference;
    private final FillRequests fills;
    private final InstantSource clock;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    SeriesAnswers(
            Tiers tiers, KnownThen knownThen, ReferenceTopics reference, FillRequests fills, InstantSource clock) {
        this.tiers = tiers;
        this.knownThen = knownThen;
        this.reference = reference;
        this.fills = fills;
        this.clock = clock;
    }

    /**
     * On which terms a caller asks.
     *
     * @param fill whether a hole becomes a backfill request
     * @param patience how long to wait for holes to be filled
     * @param asOfUs only what was known at that time; {@link #NOW}: all
     */
    record Terms(boolean fill, Duration patience, long asOfUs) {}

    SeriesAnswer to(SeriesWish wish, Terms terms) throws ProblemException, InterruptedException {
        if (terms.asOfUs() != NOW) {
            SeriesAnswer then = knownThen.read(wish, terms.asOfUs());
            // What is missing in the past cannot be filled there.
            return then.with(holes(wish.range(), then.bars()));
        }
        SeriesAnswer answer = once(wish, terms);
        if (answer.complete() || terms.patience().isZero()) {
            return answer;
        }
        if (!waiting.tryAcquire()) {
            throw new ProblemException(Problem.tooMany(
                    MOST_WAITING + " callers wait for holes to be filled; ask without 'wait', or again later"));
        }
        try {
            Instant deadline = clock.instant().plus(terms.patience());
            while (!answer.complete() && clock.instant().isBefore(deadline)) {
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
                answer = once(wish, terms);
            }
            return answer;
        } finally {
            waiting.release();
        }
    }

    /** The same answer as text that was kept; empty if it must be made. */
    Optional<WrittenAnswer> written(SeriesWish wish, boolean valuesOnly, Terms terms) {
        if (terms.asOfUs() != NOW) {
            return Optional.empty();
        }
        return tiers.written(wish, valuesOnly)
                .map(found -> {
                    SeriesRange range = wish.range();
                    List<Hole> holes =
                            found.closed().holes(new WrittenBars.Surroundings(range, calendar(range), gaps(range)));
                    return new WrittenAnswer(found.about().with(holes), found.closed(), found.open());
                })
                // Another tier may have what is missing here.
                .filter(found -> found.about().complete());
    }

    /** The open bar alone; no bar if there is none. */
    SeriesAnswer openBar(SeriesWish wish) throws ProblemException, InterruptedException {
        SeriesAnswer answer = tiers.read(wish, (tier, bars) -> List.of());
        List<Bar> open = answer.bars().stream()
                .filter(bar -> bar.status() == BarStatus.FORMING)
                .toList();
        return new SeriesAnswer(
                answer.tier(), answer.lag(), answer.passedOver(), open, answer.indicators(), List.of(), true);
    }

    private SeriesAnswer once(SeriesWish wish, Terms terms) throws ProblemException, InterruptedException {
        SeriesRange range = wish.range();
        long settledUs = Times.us(clock.instant().minus(SETTLED));
        SeriesAnswer answer = tiers.read(wish, (tier, bars) -> holes(range, tier, bars, settledUs));
        if (answer.bars().isEmpty()
                && reference.instrument(range.tenant(), range.symbol().text()).isEmpty()) {
            throw new ProblemException(Problem.notFound("symbol=" + range.symbol() + " is no instrument of tenant "
                    + range.tenant() + ", and there are no bars of it; /v1/symbols names those there are"));
        }
        return terms.fill() ? answer.with(fills.request(range, answer.holes())) : answer;
    }

    private List<Hole> holes(SeriesRange range, Tier tier, List<Bar> bars, long settledUs) {
        List<Hole> holes = HoleFinder.holesToItsEnds(range, closed(bars), settledUs, calendar(range), gaps(range));
        return tier.hasAllVerified()
                ? HoleFinder.unanswered(
                        holes,
                        range,
                        reference.ledger(range.tenant(), range.symbol().text()))
                : holes;
    }

    private List<Hole> holes(SeriesRange range, List<Bar> bars) {
        return HoleFinder.holes(range, closed(bars), calendar(range), gaps(range));
    }

    /* What is missing just before the open bar may be closing at this moment. */
    private static List<Bar> closed(List<Bar> bars) {
        return !bars.isEmpty() && bars.get(bars.size() - 1).status() == BarStatus.FORMING
                ? bars.subList(0, bars.size() - 1)
                : bars;
    }

    private TradingCalendar calendar(SeriesRange range) {
        return reference
                .instrument(range.tenant(), range.symbol().text())
                .map(Instrument::calendar)
                .orElse(TradingCalendar.UTC);
    }

    private List<Gap> gaps(SeriesRange range) {
        return reference.gaps(range.tenant(), range.symbol().text());
    }

    /** Who can say what was known at a time in the past. */
    interface KnownThen {

        /** What was known of a series at a time. */
        SeriesAnswer read(SeriesWish wish, long asOfUs) throws ProblemException, InterruptedException;
    }
}
