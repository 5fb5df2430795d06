package io.candlewick.bench;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedQuote;
import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.places.PlaceException;
import io.candlewick.places.TopicScan;
import io.candlewick.serde.RecordSerdes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What a feed's topic holds in the end, compared quote by quote with the market it came from: what the feed's marks say was delivered must be
 * there, and nothing that never happened.
 *
 * <p>A quote is known by its symbol, time and prices; of two that are the same both must be there. <b>Cost</b>: 16 bytes a quote.
 */
final class DeliveredTicks {

    private final Map<Symbol, Series> bySymbol = new TreeMap<>();
    private long records;
    private long marks;
    private long unpriced;

    /** One symbol's marks in their order, and its quotes. */
    private static final class Series {
        private final List<Tick> marks = new ArrayList<>();
        private long[] timesUs = new long[1_024];
        private long[] prints = new long[1_024];
        private int count;

        void add(long timeUs, long print) {
            if (count == prints.length) {
                prints = Arrays.copyOf(prints, 2 * count);
                timesUs = Arrays.copyOf(timesUs, 2 * count);
            }
            timesUs[count] = timeUs;
            prints[count++] = print;
        }
    }

    /**
     * What came of the comparison.
     *
     * @param happened quotes of the market from a symbol's first mark to its last
     * @param claimed those of them that the marks say were delivered
     * @param missing claimed and not in the topic
     * @param inHoles quotes between two claims
     * @param foundInHoles those of them that are in the topic nevertheless
     * @param invented in the topic, and never happened
     * @param repeated in the topic once more
     * @param records records of the topic
     * @param marks how many of them are marks
     * @param unpriced how many are well-formed and have no price that can be: the quality gate behind the topic refuses them
     */
    record Verdict(
            long happened,
            long claimed,
            long missing,
            long inHoles,
            long foundInHoles,
            long invented,
            long repeated,
            long records,
            long marks,
            long unpriced) {

        boolean isRight() {
            return claimed > 0 && missing == 0 && invented == 0;
        }
    }

    private DeliveredTicks() {}

    /** Reads the topic to its end. */
    static DeliveredTicks read(String bootstrapServers, RecordSerdes serdes) throws StackException {
        DeliveredTicks delivered = new DeliveredTicks();
        String topic = Topics.TICKS_LIVE.name();
        try (Deserializer<Tick> decoder = serdes.tick().deserializer()) {
            new TopicScan(KafkaConnection.unsecured(bootstrapServers))
                    .read(topic, record -> delivered.take(decoder.deserialize(topic, record.value())));
        } catch (PlaceException unreadable) {
            throw new StackException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        return delivered;
    }

    private void take(Tick tick) {
        records++;
        Series series = bySymbol.computeIfAbsent(tick.symbol(), unseen -> new Series());
        if (tick.kind() == TickKind.HEARTBEAT) {
            marks++;
            series.marks.add(tick);
        } else if (!(tick.bid() > 0 && tick.ask() > 0)) {
            unpriced++;
        } else {
            series.add(tick.eventTimeUs(), print(tick.eventTimeUs(), tick.bid(), tick.ask()));
        }
    }

    /* The finaliser of MurmurHash3 over time and prices. */
    private static long print(long timeUs, double bid, double ask) {
        return mix(mix(mix(timeUs) ^ Double.doubleToLongBits(bid)) ^ Double.doubleToLongBits(ask));
    }

    private static long mix(long number) {
        long bits = number + 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }

    /** Compares with the market. */
    Verdict compare(SimulatedMarket market, Collection<Symbol> symbols) {
        long[] sums = new long[7];
        for (Symbol symbol : symbols) {
            compare(market, symbol, bySymbol.getOrDefault(symbol, new Series()), sums);
        }
        return new Verdict(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], records, marks, unpriced);
    }

    private static void compare(SimulatedMarket market, Symbol symbol, Series series, long[] sums) {
        List<long[]> claims = claims(series.marks);
        if (claims.isEmpty()) {
            return;
        }
        Map<Long, Integer> there = new HashMap<>();
        for (int at = 0; at < series.count; at++) {
            there.merge(series.prints[at], 1, Integer::sum);
        }
        long fromUs = claims.get(0)[0];
        long toUs = claims.get(claims.size() - 1)[1];
        for (SimulatedQuote quote : market.quotes(symbol, fromUs, toUs)) {
            boolean isClaimed =
                    claims.stream().anyMatch(claim -> quote.timeUs() >= claim[0] && quote.timeUs() < claim[1]);
            long print = print(quote.timeUs(), quote.bid(), quote.ask());
            int left = there.getOrDefault(print, 0);
            there.computeIfPresent(print, (same, count) -> count - 1);
            sums[0]++;
            sums[isClaimed ? 1 : 3]++;
            if (isClaimed && left <= 0) {
                sums[2]++;
            } else if (!isClaimed && left > 0) {
                sums[4]++;
            }
        }
        surplus(market, symbol, series, toUs, there, sums);
    }

    /* What is left over was sent twice, came after the last claim, or never happened. */
    private static void surplus(
            SimulatedMarket market, Symbol symbol, Series series, long toUs, Map<Long, Integer> there, long[] sums) {
        Map<Long, Long> firstTimes = new HashMap<>();
        for (int at = 0; at < series.count; at++) {
            firstTimes.putIfAbsent(series.prints[at], series.timesUs[at]);
        }
        there.forEach((print, count) -> {
            if (count <= 0) {
                return;
            }
            long timeUs = firstTimes.getOrDefault(print, 0L);
            boolean happened = market.quotes(symbol, timeUs, timeUs + 1).stream()
                    .anyMatch(quote -> print(quote.timeUs(), quote.bid(), quote.ask()) == print);
            if (!happened) {
                sums[5] += count;
            } else {
                sums[6] += timeUs >= toUs ? count - 1 : count;
            }
        });
    }

    private static List<long[]> claims(List<Tick> marks) {
        List<long[]> claims = new ArrayList<>();
        long fromUs = Long.MIN_VALUE;
        for (Tick mark : marks) {
            if (mark.feedStatus() == FeedStatus.STARTED) {
                fromUs = mark.eventTimeUs();
            } else if (fromUs != Long.MIN_VALUE) {
                claims.add(new long[] {fromUs, mark.eventTimeUs()});
                fromUs = Long.MIN_VALUE;
            }
        }
        return claims;
    }
}
