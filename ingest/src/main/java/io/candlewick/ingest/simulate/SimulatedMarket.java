package io.candlewick.ingest.simulate;

import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The truth that simulated vendors tell parts of: a pure function of seed, instrument and time.
 *
 * <p>Every minute of a symbol is made by itself, from a hash of seed, symbol and minute, so any minute of any year can be had alone and always
 * is the same. The market is shut where the instrument's calendar says so. A bar is made of exactly the events that {@link #quotes} and {@link
 * #trades} tell: mids of the quotes and their number, or prices of the trades and their sizes, as the instrument's price basis says.
 *
 * <p><b>Units</b>: microseconds since the epoch, whole milliseconds. <b>Thread</b>: any. <b>Cost</b>: a bar of a minute some hundred
 * nanoseconds plus thirty for each event.
 */
public final class SimulatedMarket {

    private static final long MINUTE_US = 60_000_000L;

    private final Map<Symbol, SymbolMarket> symbols = new TreeMap<>();
    private final MarketShape shape;
    private final long seed;

    /**
     * A market.
     *
     * @param seed the same seed makes the same market
     * @param shape how busy it is
     * @param instruments what is traded in it
     */
    public SimulatedMarket(long seed, MarketShape shape, Collection<Instrument> instruments) {
        this.seed = seed;
        this.shape = shape;
        for (Instrument instrument : instruments) {
            symbols.put(instrument.symbol(), SymbolMarket.of(instrument, seed));
        }
    }

    /**
     * Takes the events of one symbol one after the other.
     *
     * @param <T> what kind of event
     */
    public interface EventListener<T> {

        /**
         * One event.
         *
         * @param event the event
         */
        void on(T event);
    }

    /**
     * What is traded.
     *
     * @return the instruments in order of their symbols
     */
    public List<Instrument> instruments() {
        return symbols.values().stream().map(SymbolMarket::instrument).toList();
    }

    /**
     * Whether a symbol is traded here.
     *
     * @param symbol a symbol
     * @return true if it has quotes
     */
    public boolean has(Symbol symbol) {
        return symbols.containsKey(symbol);
    }

    /**
     * The instrument of a symbol.
     *
     * @param symbol a symbol of this market
     * @return its reference data
     * @throws IllegalArgumentException if it is not traded here
     */
    public Instrument instrument(Symbol symbol) {
        return find(symbol).instrument();
    }

    /**
     * The quotes of a symbol.
     *
     * @param symbol a symbol of this market
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return the quotes in order of time
     */
    public List<SimulatedQuote> quotes(Symbol symbol, long fromUs, long toUs) {
        SymbolMarket market = find(symbol);
        List<SimulatedQuote> quotes = new ArrayList<>();
        forEachMinute(market, fromUs, toUs, events -> {
            for (int at = 0; at < events.count; at++) {
                if (events.timeUs[at] >= fromUs && events.timeUs[at] < toUs) {
                    quotes.add(new SimulatedQuote(
                            symbol,
                            events.timeUs[at],
                            events.bidPoints[at] / market.priceDivisor(),
                            events.askPoints[at] / market.priceDivisor()));
                }
            }
        });
        return quotes;
    }

    /**
     * The trades of a symbol; of a symbol whose bars are made of quotes too, though nobody publishes them.
     *
     * @param symbol a symbol of this market
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return the trades in order of time
     */
    public List<SimulatedTrade> trades(Symbol symbol, long fromUs, long toUs) {
        SymbolMarket market = find(symbol);
        List<SimulatedTrade> trades = new ArrayList<>();
        forEachMinute(market, fromUs, toUs, events -> {
            for (int at = 0; at < events.count; at++) {
                long timeUs = events.timeUs[at];
                if (timeUs >= fromUs && timeUs < toUs) {
                    long points = events.buyer[at] ? events.askPoints[at] : events.bidPoints[at];
                    trades.add(new SimulatedTrade(
                            symbol,
                            timeUs,
                            points / market.priceDivisor(),
                            events.sizeUnits[at] / market.sizeDivisor(),
                            events.buyer[at],
                            Long.toString(timeUs / 1_000 * 100_000 + at)));
                }
            }
        });
        return trades;
    }

    /**
     * The vendor's bars of a symbol, on the calendar of its instrument.
     *
     * @param symbol a symbol of this market
     * @param timeframe length of the bars, a whole number of minutes
     * @param fromUs start, inclusive, of the first bar's start
     * @param toUs end, exclusive, of the last bar's start
     * @return the bars in order of time, none for a stretch without events
     */
    public List<Bar> bars(Symbol symbol, Timeframe timeframe, long fromUs, long toUs) {
        List<Bar> bars = new ArrayList<>();
        forEachBar(symbol, timeframe, find(symbol).instrument().calendar(), fromUs, toUs, bars::add);
        return bars;
    }

    /**
     * The vendor's bars of a symbol one after the other, on any calendar: vendors differ in where a day begins.
     *
     * @param symbol a symbol of this market
     * @param timeframe length of the bars, a whole number of minutes
     * @param days where the vendor's days begin
     * @param fromUs start, inclusive, of the first bar's start
     * @param toUs end, exclusive, of the last bar's start
     * @param listener takes the bars in order of time
     */
    public void forEachBar(
            Symbol symbol,
            Timeframe timeframe,
            TradingCalendar days,
            long fromUs,
            long toUs,
            EventListener<Bar> listener) {
        if (timeframe.lengthUs() < MINUTE_US || fromUs >= toUs) {
            if (fromUs >= toUs) {
                return;
            }
            throw new IllegalArgumentException("timeframe=" + timeframe + " must be a minute or more");
        }
        long startUs = days.startOf(timeframe, fromUs);
        startUs = startUs < fromUs ? days.endOf(timeframe, startUs) : startUs;
        if (startUs >= toUs) {
            return;
        }
        long endUs = days.endOf(timeframe, days.startOf(timeframe, toUs - 1));
        SymbolMarket market = find(symbol);
        BarFold fold = new BarFold(market, timeframe);
        fold.begin(startUs, days.endOf(timeframe, startUs));
        forEachMinute(market, startUs, endUs, events -> {
            if (events.count > 0) {
                long minuteUs = events.timeUs[0] / MINUTE_US * MINUTE_US;
                if (minuteUs >= fold.endUs()) {
                    say(fold, listener);
                    long barUs = days.startOf(timeframe, minuteUs);
                    fold.begin(barUs, days.endOf(timeframe, barUs));
                }
                fold.add(events);
            }
        });
        say(fold, listener);
    }

    private static void say(BarFold fold, EventListener<Bar> listener) {
        if (!fold.isEmpty()) {
            listener.on(fold.bar());
        }
    }

    private void forEachMinute(SymbolMarket market, long fromUs, long toUs, Consumer<MinuteEvents> consumer) {
        MinuteEvents events = new MinuteEvents();
        TradingCalendar calendar = market.instrument().calendar();
        long endMinute = Math.floorDiv(toUs + MINUTE_US - 1, MINUTE_US);
        long minute = Math.floorDiv(fromUs, MINUTE_US);
        while (minute < endMinute) {
            long minuteUs = minute * MINUTE_US;
            if (calendar.isOpen(minuteUs)) {
                events.fill(market, shape, seed, minute);
                consumer.accept(events);
                minute++;
            } else {
                // Sessions open on whole minutes, or the rest of a minute is lost to the simulation.
                long opensUs = Math.min(calendar.nextChange(minuteUs), toUs);
                minute = Math.max(minute + 1, Math.floorDiv(opensUs + MINUTE_US - 1, MINUTE_US));
            }
        }
    }

    private SymbolMarket find(Symbol symbol) {
        SymbolMarket market = symbols.get(symbol);
        if (market == null) {
            throw new IllegalArgumentException("Symbol '" + symbol + "' is not traded in the simulated market");
        }
        return market;
    }
}
