package io.candlewick.bench.load;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Quotes of made-up symbols, one a symbol and step of event time, the same for the same number however often it is asked for.
 *
 * <p>One quote in a hundred comes out of order, by less than the default grace, and one in a thousand comes twice: a gate and an order
 * that have nothing to do would be measured as too fast.
 */
public final class QuoteSeries {

    /** Whose quotes they are. */
    public static final String TENANT = BarKey.SYSTEM_TENANT;

    /** The one feed that delivers all of them. */
    public static final String FEED = "bench";

    /* Monday, 6 January 2025: inside any calendar's week. */
    private static final long BASE_US = TimeUnit.SECONDS.toMicros(1_736_121_600L);
    private static final long WEEK_US = TimeUnit.DAYS.toMicros(7);
    private static final long SECOND_US = TimeUnit.SECONDS.toMicros(1);
    private static final long LATEST_OUT_OF_ORDER_US = TimeUnit.MILLISECONDS.toMicros(1_400);
    private static final double POINT = 100_000;
    private static final int PRICE_SCALE = 5;

    private final List<Symbol> symbols;
    private final long stepUs;
    private final long firstStep;

    /**
     * A market.
     *
     * @param symbols how many symbols
     * @param stepUs event time between two quotes of a symbol
     */
    public QuoteSeries(int symbols, long stepUs) {
        List<Symbol> names = new ArrayList<>();
        for (int index = 0; index < symbols; index++) {
            names.add(Symbol.of(String.format(Locale.ROOT, "B%05d/USD", index)));
        }
        this.symbols = List.copyOf(names);
        this.stepUs = stepUs;
        this.firstStep = 0;
    }

    private QuoteSeries(List<Symbol> symbols, long stepUs, long firstStep) {
        this.symbols = symbols;
        this.stepUs = stepUs;
        this.firstStep = firstStep;
    }

    /**
     * The same market later on.
     *
     * @param weeks how many weeks later
     * @return a series that begins there
     */
    public QuoteSeries afterWeeks(int weeks) {
        return new QuoteSeries(symbols, stepUs, firstStep + weeks * WEEK_US / stepUs);
    }

    /**
     * The same symbols from a later time on, with quotes as often as is asked.
     *
     * @param laterUs how much later, a multiple of the new step
     * @param newStepUs event time between two quotes of a symbol
     * @return a series that begins there
     */
    public QuoteSeries goingOn(long laterUs, long newStepUs) {
        return new QuoteSeries(symbols, newStepUs, laterUs / newStepUs);
    }

    /**
     * The symbols.
     *
     * @return in the order of their quotes
     */
    public List<Symbol> symbols() {
        return symbols;
    }

    /**
     * Reference data of the symbols.
     *
     * @return one instrument a symbol, with every default
     */
    public List<Instrument> instruments() {
        return symbols.stream()
                .map(symbol -> new Instrument(
                        TENANT,
                        symbol,
                        AssetClass.FX,
                        PriceBasis.QUOTE,
                        0.0001,
                        PRICE_SCALE,
                        0,
                        TradingCalendar.UTC,
                        Instrument.DEFAULT_GRACE,
                        Instrument.DEFAULT_LATENESS_HORIZON,
                        Map.of()))
                .toList();
    }

    /**
     * One quote.
     *
     * @param number from 0; the symbols take turns
     * @return the quote
     */
    public Tick quote(long number) {
        boolean isTwice = number % 1_000 == 999 && number >= symbols.size();
        long asked = isTwice ? number - symbols.size() : number;
        int symbol = (int) (asked % symbols.size());
        long step = asked / symbols.size();
        long dice = mix(asked);
        long timeUs = timeUs(step) + Math.floorMod(dice >>> 8, Math.min(stepUs, SECOND_US) - 1);
        if (dice % 100 == 0) {
            timeUs -= LATEST_OUT_OF_ORDER_US;
        }
        double wave = Math.sin(step / 600.0 + symbol) * 300 + Math.sin(step / 7.0 + symbol) * 20;
        double bid = (100_000 + symbol % 1_000 * 7 + Math.round(wave) + Math.floorMod(dice >>> 20, 9)) / POINT;
        double ask = Math.round(bid * POINT + 1 + Math.floorMod(dice >>> 30, 3)) / POINT;
        return Tick.quote(new Tick.Origin(TENANT, FEED, timeUs), symbols.get(symbol), timeUs, 0, bid, ask);
    }

    /**
     * What the feed says in every partition when a step is over.
     *
     * @param step from 0
     * @return the heartbeat
     */
    public Tick heartbeat(long step) {
        long timeUs = timeUs(step);
        return Tick.heartbeat(new Tick.Origin(TENANT, FEED, timeUs), Symbol.EVERY, timeUs, FeedStatus.ALIVE);
    }

    private long timeUs(long step) {
        return BASE_US + (firstStep + step) * stepUs;
    }

    /* The finaliser of MurmurHash3: neighbours look unrelated. */
    private static long mix(long number) {
        long bits = number + 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (bits ^ bits >>> 33) >>> 1;
    }
}
