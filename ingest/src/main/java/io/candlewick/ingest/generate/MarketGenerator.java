package io.candlewick.ingest.generate;

import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One week of a market of 14 symbols as a feed delivers it, quotes, marks and heartbeats in the order of delivery.
 *
 * <p>Sessions, bursts, wide spreads after the New York close, a quiet symbol, duplicates, quotes out of order and late, one outage of
 * about 25 minutes with DOWN and STARTED marks, a weekend. A duplicate is the same event again. The ingest time of a tick is the moment
 * of its delivery in the generated market. <b>Thread</b>: one. <b>Cost</b>: below a microsecond a tick; memory for the delayed quotes
 * only.
 */
public final class MarketGenerator implements Iterator<Tick> {

    private static final long MINUTE_US = 60_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final GeneratorOptions options;
    private final TradingWeek week;
    private final Bursts bursts;
    private final Disorder disorder;
    private final PriorityQueue<QuoteProcess> market = new PriorityQueue<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private final ArrayDeque<Tick> out = new ArrayDeque<>();
    private final Map<Symbol, Long> quotesBySymbol = new TreeMap<>();
    private final long outageFromUs;
    private final long outageToUs;
    private final long endUs;
    private final long heartbeatUs;

    private long nextHeartbeatUs;
    private boolean wentDown;
    private boolean cameBack;
    private boolean ended;
    private long sequence;
    private long quotes;
    private long duplicates;
    private long outOfOrder;
    private long late;
    private long lost;
    private long heartbeats;
    private long marks;

    private record Delayed(long deliverUs, long order, Tick tick, boolean again) implements Comparable<Delayed> {

        @Override
        public int compareTo(Delayed other) {
            int byTime = Long.compare(deliverUs, other.deliverUs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /**
     * A market that has not opened.
     *
     * @param options what market to make
     * @param instruments price scales of the generated symbols
     * @throws IllegalArgumentException if the week does not start on a Sunday or an instrument is missing
     */
    public MarketGenerator(GeneratorOptions options, Collection<Instrument> instruments) {
        this.options = options;
        week = TradingWeek.of(options.weekStart());
        bursts = new Bursts(week, Dice.of(options.seed(), "bursts"));
        disorder = new Disorder(Dice.of(options.seed(), "disorder"));
        Dice outage = Dice.of(options.seed(), "outage");
        // Tuesday to Thursday while London and New York are both open, where an outage costs most.
        int outageDay = 1 + outage.nextInt(3);
        outageFromUs = outage.between(week.at(outageDay, 8, 0), week.at(outageDay, 11, 0)) / 1_000 * 1_000;
        outageToUs = outageFromUs + outage.between(23 * MINUTE_US, 27 * MINUTE_US) / 1_000 * 1_000;
        endUs = week.closeUs() + options.trailing().toNanos() / 1_000;
        heartbeatUs = options.heartbeatInterval().toNanos() / 1_000;
        nextHeartbeatUs = (week.openUs() / heartbeatUs + 1) * heartbeatUs;
        openMarket(instruments.stream()
                .collect(Collectors.toMap(
                        instrument -> instrument.symbol().text(), Function.identity(), (first, second) -> second)));
    }

    private void openMarket(Map<String, Instrument> instruments) {
        double weights =
                SymbolProfile.ALL.stream().mapToDouble(SymbolProfile::weight).sum();
        for (SymbolProfile profile : SymbolProfile.ALL) {
            Instrument instrument = instruments.get(profile.symbol());
            if (instrument == null) {
                throw new IllegalArgumentException("symbol=" + profile.symbol() + " is not among the instruments");
            }
            double share = options.ticksPerWeek() * profile.weight() / weights;
            QuoteProcess process = new QuoteProcess(
                    profile,
                    instrument.priceScale(),
                    week,
                    bursts.all(),
                    Dice.of(options.seed(), profile.symbol()),
                    share / QuoteProcess.usualUs(profile, week, bursts.all()));
            quotesBySymbol.put(process.symbol(), 0L);
            process.advance();
            if (!process.isEnded()) {
                market.add(process);
            }
        }
        markAll(FeedStatus.STARTED, week.openUs());
    }

    /**
     * The symbols of every generated market.
     *
     * @return their names, the quiet one last
     */
    public static List<Symbol> symbols() {
        return SymbolProfile.ALL.stream()
                .map(profile -> Symbol.of(profile.symbol()))
                .toList();
    }

    @Override
    public boolean hasNext() {
        while (out.isEmpty() && !ended) {
            step();
        }
        return !out.isEmpty();
    }

    @Override
    public Tick next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the week is over");
        }
        return out.remove();
    }

    /* Whatever comes first: the outage's edges, a delayed quote, a quote, a heartbeat, the end. A heartbeat comes after all of its instant. */
    private void step() {
        QuoteProcess quote = market.peek();
        Delayed waiting = delayed.peek();
        long quoteUs = quote == null ? NEVER : quote.timeUs();
        long waitingUs = waiting == null ? NEVER : waiting.deliverUs;
        long edgeUs = !wentDown ? outageFromUs : !cameBack ? outageToUs : NEVER;
        long nowUs = Math.min(Math.min(quoteUs, waitingUs), Math.min(edgeUs, Math.min(nextHeartbeatUs, endUs)));
        if (nowUs == edgeUs) {
            crossOutageEdge(edgeUs);
        } else if (nowUs == waitingUs && waiting != null) {
            delayed.remove();
            deliver(waiting);
        } else if (nowUs == quoteUs && quote != null) {
            market.remove();
            happen(quote);
            quote.advance();
            if (!quote.isEnded()) {
                market.add(quote);
            }
        } else if (nowUs == endUs) {
            markAll(FeedStatus.ENDED, endUs);
            ended = true;
        } else {
            beat();
        }
    }

    private void crossOutageEdge(long edgeUs) {
        if (wentDown) {
            cameBack = true;
            markAll(FeedStatus.STARTED, edgeUs);
        } else {
            wentDown = true;
            markAll(FeedStatus.DOWN, edgeUs);
        }
    }

    private boolean isDown() {
        return wentDown && !cameBack;
    }

    private void happen(QuoteProcess quote) {
        long timeUs = quote.timeUs();
        sequence++;
        if (isDown()) {
            lost++;
            return;
        }
        Tick tick = Tick.quote(origin(timeUs), quote.symbol(), timeUs, sequence, quote.bid(), quote.ask());
        long deliverUs = deliveryOf(timeUs + disorder.delayUs());
        long againAfterUs = disorder.againAfterUs();
        if (againAfterUs >= 0) {
            delayed.add(new Delayed(deliveryOf(deliverUs + againAfterUs), sequence, tick, true));
        }
        if (deliverUs == timeUs) {
            deliver(new Delayed(timeUs, sequence, tick, false));
        } else {
            delayed.add(new Delayed(deliverUs, sequence, tick, false));
        }
    }

    /* Nothing is delivered while the feed is down, nor after its end. */
    private long deliveryOf(long wantedUs) {
        boolean duringOutage = wantedUs >= outageFromUs && wantedUs < outageToUs;
        return Math.min(duringOutage ? outageToUs + (wantedUs - outageFromUs) / 1_000 : wantedUs, endUs - 1);
    }

    private void deliver(Delayed delivery) {
        Tick tick = delivery.tick;
        long delayUs = delivery.deliverUs - tick.eventTimeUs();
        if (delivery.again) {
            duplicates++;
        } else {
            quotes++;
            quotesBySymbol.merge(tick.symbol(), 1L, Long::sum);
            outOfOrder += delayUs > 0 && delayUs <= Disorder.GRACE_US ? 1 : 0;
            late += delayUs > Disorder.GRACE_US ? 1 : 0;
        }
        out.add(delayUs == 0 ? tick : receivedAt(tick, delivery.deliverUs));
    }

    private Tick receivedAt(Tick tick, long deliverUs) {
        return Tick.quote(
                origin(deliverUs), tick.symbol(), tick.eventTimeUs(), tick.sequence(), tick.bid(), tick.ask());
    }

    private void beat() {
        if (!isDown()) {
            out.add(Tick.heartbeat(origin(nextHeartbeatUs), Symbol.EVERY, nextHeartbeatUs, FeedStatus.ALIVE));
            heartbeats++;
        }
        nextHeartbeatUs += heartbeatUs;
    }

    private void markAll(FeedStatus status, long timeUs) {
        for (Symbol symbol : quotesBySymbol.keySet()) {
            out.add(Tick.heartbeat(origin(timeUs), symbol, timeUs, status));
            marks++;
        }
    }

    private Tick.Origin origin(long ingestTimeUs) {
        return new Tick.Origin(options.tenant(), options.feed(), ingestTimeUs);
    }

    /**
     * What has been delivered so far.
     *
     * @return the whole week's figures once {@link #hasNext()} is false
     */
    public GeneratorStats stats() {
        return new GeneratorStats(
                quotes,
                duplicates,
                outOfOrder,
                late,
                lost,
                heartbeats,
                marks,
                bursts.all().size(),
                Times.instant(week.openUs()),
                Times.instant(week.closeUs()),
                Times.instant(outageFromUs),
                Times.instant(outageToUs),
                Times.instant(endUs),
                Map.copyOf(quotesBySymbol));
    }
}
