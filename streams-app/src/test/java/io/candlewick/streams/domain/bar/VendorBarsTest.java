package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Ticks as vendors published them give the vendors' own bars: every field of every bar, none missing, none extra. */
class VendorBarsTest {

    private static final long HEARTBEAT_US = 1_000_000L;
    private static final long US_PER_MS = 1_000L;

    @Test
    void shouldEqualBarsOfFxcm() {
        List<Bar> bars =
                barsOfQuotes("fx_ticks/fxcm_EURUSD_ticks_20140501_20140515.csv.gz", US_PER_MS, 5, "-05:00 00:00");

        compareQuotes(bars, Timeframe.M1, "fx_ticks/fxcm_EURUSD_1m_reference_20140501_20140515.csv.gz", 15_857);
        compareQuotes(bars, Timeframe.H1, "fx_ticks/fxcm_EURUSD_1h_reference_20140501_20140515.csv.gz", 268);
        compareQuotes(bars, Timeframe.D1, "fx_ticks/fxcm_EURUSD_1d_UTCm5_reference_20140501_20140515.csv.gz", 13);
    }

    @Test
    void shouldEqualBarsOfOandaEuro() {
        List<Bar> bars = barsOfQuotes("fx_ticks/oanda_EURUSD_ticks_20140501_20140515.csv.gz", US_PER_MS, 5, "utc");

        compareQuotes(bars, Timeframe.M1, "fx_ticks/oanda_EURUSD_1m_reference_20140501_20140515.csv.gz", 15_366);
    }

    @Test
    void shouldEqualBarsOfOandaGold() {
        List<Bar> bars = barsOfQuotes("fx_ticks/oanda_XAUUSD_ticks_20140504_20140506.csv.gz", 1, 3, "utc");

        compareQuotes(bars, Timeframe.M1, "fx_ticks/oanda_XAUUSD_1m_reference_20140504_20140506.csv.gz", 0);
    }

    @Test
    void shouldEqualKlinesOfBinance() {
        Replay replay = new Replay(SymbolScript.instrument(PriceBasis.TRADE, 8, 8, TradingCalendar.UTC));
        // A trade's own price and size; agg_trade_id orders trades of one millisecond.
        for (String[] cells : SharedData.rows("crypto/binance_XRPETH_aggTrades_20191011_20191013.csv.gz")) {
            long timeUs = Long.parseLong(cells[5]) * US_PER_MS;
            replay.play(Tick.trade(
                    Replay.ORIGIN,
                    SymbolScript.EUR_USD,
                    timeUs,
                    Long.parseLong(cells[0]),
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    cells[7].equals("buy") ? AggressorSide.BUY : AggressorSide.SELL,
                    cells[0]));
        }
        List<Bar> bars = replay.end();

        compareTrades(bars, Timeframe.M1, "crypto/binance_XRPETH_klines_1m_20191011_20191013.csv.gz", 2_469);
        compareTrades(bars, Timeframe.M5, "crypto/binance_XRPETH_klines_5m_20191011_20191013.csv.gz", 706);
    }

    @Test
    void shouldSayTheSameBarsOfTicksShuffledWithinGraceAndDuplicated() {
        String file = "fx_ticks/oanda_XAUUSD_ticks_20140504_20140506.csv.gz";
        List<Bar> plain = barsOfQuotes(file, 1, 3, "utc");

        Instrument instrument = SymbolScript.instrument(PriceBasis.QUOTE, 3, 0, TradingCalendar.UTC);
        List<Delayed> arrivals = new ArrayList<>();
        Random random = new Random(7);
        List<Tick> ticks = quotes(file, 1);
        for (Tick tick : ticks) {
            int times = random.nextInt(5) == 0 ? 3 : 1;
            for (int again = 0; again < times; again++) {
                arrivals.add(new Delayed(tick.eventTimeUs() + random.nextInt(2_000_000), tick));
            }
        }
        arrivals.sort(Comparator.comparingLong(Delayed::arrivesUs));
        Replay replay = new Replay(instrument);
        replay.start(ticks.get(0).eventTimeUs());
        arrivals.forEach(arrival -> replay.deliver(arrival.arrivesUs, arrival.tick));
        List<Bar> shuffled = replay.end();

        assertThat(byKey(shuffled)).isEqualTo(byKey(plain)).hasSizeGreaterThan(3_000);
    }

    private record Delayed(long arrivesUs, Tick tick) {}

    private static Map<String, Bar> byKey(List<Bar> bars) {
        Map<String, Bar> byKey = new TreeMap<>();
        for (Bar bar : bars) {
            assertThat(byKey.put(bar.key().text(), bar)).isNull();
        }
        return byKey;
    }

    private static List<Tick> quotes(String file, long unitUs) {
        List<Tick> ticks = new ArrayList<>();
        // Numbered as a replay numbers them: some vendors' files hold two equal ticks in one millisecond.
        long sequence = 0;
        for (String[] cells : SharedData.rows(file)) {
            ticks.add(Tick.quote(
                    Replay.ORIGIN,
                    SymbolScript.EUR_USD,
                    Long.parseLong(cells[0]) * unitUs,
                    ++sequence,
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2])));
        }
        return ticks;
    }

    private static List<Bar> barsOfQuotes(String file, long unitUs, int scale, String calendar) {
        Instrument instrument = SymbolScript.instrument(PriceBasis.QUOTE, scale, 0, TradingCalendar.parse(calendar));
        Replay replay = new Replay(instrument);
        quotes(file, unitUs).forEach(replay::play);
        return replay.end();
    }

    private static void compareQuotes(List<Bar> bars, Timeframe timeframe, String reference, int count) {
        Map<Long, String> expected = new TreeMap<>();
        for (String[] cells : SharedData.rows(reference)) {
            expected.put(Long.parseLong(cells[0]) * US_PER_MS, numbers(cells));
        }
        Map<Long, String> actual = new TreeMap<>();
        bars.stream().filter(bar -> bar.key().timeframe().equals(timeframe)).forEach(bar -> {
            Ohlc bid = bar.bid();
            Ohlc ask = bar.ask();
            assertThat(bid).isNotNull();
            assertThat(ask).isNotNull();
            if (bid != null && ask != null) {
                actual.put(
                        bar.key().startTimeUs(),
                        List.of(
                                        bid.open(),
                                        bid.high(),
                                        bid.low(),
                                        bid.close(),
                                        ask.open(),
                                        ask.high(),
                                        ask.low(),
                                        ask.close())
                                .toString());
            }
        });
        assertThat(actual).isEqualTo(expected);
        if (count > 0) {
            assertThat(actual).hasSize(count);
        }
    }

    /* Klines of no volume are flat fillers, for which we make no bar. */
    private static void compareTrades(List<Bar> bars, Timeframe timeframe, String reference, int count) {
        Map<Long, String> expected = new TreeMap<>();
        for (String[] cells : SharedData.rows(reference)) {
            if (Double.parseDouble(cells[5]) > 0) {
                expected.put(Long.parseLong(cells[0]) * US_PER_MS, numbers(cells));
            }
        }
        Map<Long, String> actual = new TreeMap<>();
        bars.stream().filter(bar -> bar.key().timeframe().equals(timeframe)).forEach(bar -> {
            Ohlc price = bar.price();
            actual.put(
                    bar.key().startTimeUs(),
                    List.of(price.open(), price.high(), price.low(), price.close(), bar.volume())
                            .toString());
        });
        assertThat(actual).isEqualTo(expected).hasSize(count);
    }

    private static String numbers(String[] cells) {
        List<Double> numbers = new ArrayList<>();
        for (int cell = 1; cell < cells.length; cell++) {
            numbers.add(Double.parseDouble(cells[cell]));
        }
        return numbers.toString();
    }

    /** Plays a file as the replay does: a start, a heartbeat a second, an end. */
    private static final class Replay {

        static final Tick.Origin ORIGIN = new Tick.Origin(BarKey.SYSTEM_TENANT, SymbolScript.FEED, 0);
        private final SymbolScript script;
        private long aliveUs = Long.MIN_VALUE;
        private long lastUs;

        Replay(Instrument instrument) {
            script = new SymbolScript(instrument);
        }

        void play(Tick tick) {
            lastUs = tick.eventTimeUs();
            long secondUs = lastUs / HEARTBEAT_US * HEARTBEAT_US;
            if (aliveUs == Long.MIN_VALUE) {
                start(lastUs);
            } else if (secondUs > aliveUs) {
                script.alive(SymbolScript.FEED, secondUs);
                aliveUs = secondUs;
            }
            assertThat(script.add(tick)).isEqualTo(Admission.ADDED);
        }

        void start(long firstUs) {
            aliveUs = firstUs / HEARTBEAT_US * HEARTBEAT_US;
            script.started(SymbolScript.FEED, aliveUs);
        }

        /* A tick that came after its time: heartbeats promise what was sent by then. */
        void deliver(long arrivesUs, Tick tick) {
            lastUs = Math.max(lastUs, tick.eventTimeUs());
            long secondUs = arrivesUs / HEARTBEAT_US * HEARTBEAT_US;
            if (secondUs > aliveUs) {
                script.alive(SymbolScript.FEED, secondUs);
                aliveUs = secondUs;
            }
            assertThat(script.add(tick)).isIn(Admission.ADDED, Admission.DUPLICATE);
        }

        List<Bar> end() {
            script.ended(SymbolScript.FEED, lastUs);
            return script.bars();
        }
    }
}
