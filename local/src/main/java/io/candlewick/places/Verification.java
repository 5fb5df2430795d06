package io.candlewick.places;

import io.candlewick.avro.BarSource;
import io.candlewick.config.KafkaConnection;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Times;
import io.candlewick.serde.RecordSerdes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a series of bars row by row: every place with the topic, and the topic with a brute-force recomputation, of what was built here
 * from the ticks, of what was merged here from the vendor's finer bars.
 *
 * <p><b>Cost</b>: the ticks of a symbol are read once and kept, so one verification should serve all timeframes of a symbol.
 */
public final class Verification {

    private static final List<BarSource> BUILT = List.of(BarSource.LIVE, BarSource.REPAIRED);
    /* From its close to its row in the last place; of a market in a hurry, not a second of ours. */
    private static final long ON_ITS_WAY_US = 60_000_000;

    private final TickLog log;
    private final BarPlace reference;
    private final List<BarPlace> others;
    private final Map<BarSource, List<TickSession>> sessions = new EnumMap<>(BarSource.class);
    private final Instrument instrument;

    /**
     * What is compared for one instrument.
     *
     * @param bootstrapServers where the ticks are: a broker that asks nothing of anybody
     * @param serdes how ticks are read
     * @param reference the topic of bars
     * @param others the databases
     * @param instrument the instrument
     */
    public Verification(
            String bootstrapServers,
            RecordSerdes serdes,
            BarPlace reference,
            List<BarPlace> others,
            Instrument instrument) {
        this(KafkaConnection.unsecured(bootstrapServers), serdes, reference, others, instrument);
    }

    /**
     * What is compared for one instrument.
     *
     * @param kafka where the ticks are
     * @param serdes how ticks are read
     * @param reference the topic of bars
     * @param others the databases
     * @param instrument the instrument
     */
    public Verification(
            KafkaConnection kafka,
            RecordSerdes serdes,
            BarPlace reference,
            List<BarPlace> others,
            Instrument instrument) {
        this.log = new TickLog(new TopicScan(kafka), serdes);
        this.reference = reference;
        this.others = List.copyOf(others);
        this.instrument = instrument;
    }

    /**
     * What a comparison found.
     *
     * @param range what was compared
     * @param bars place to number of bars, {@code brute force} last
     * @param differences one line each, the first found first
     * @param unsettled bars of sessions that go on which are still open or closed only a moment ago: not compared
     */
    public record Report(BarRange range, Map<String, Integer> bars, List<String> differences, int unsettled) {

        /**
         * The same with those differences only that another comparison found, too.
         *
         * @param again made later, of the same bars
         * @return the counts of that one, and the differences of both
         */
        public Report confirmedBy(Report again) {
            Set<String> still = Set.copyOf(again.differences);
            return new Report(
                    again.range,
                    again.bars,
                    differences.stream().filter(still::contains).toList(),
                    again.unsettled);
        }
    }

    /**
     * Compares one series, every bar of it: for a market that has ended.
     *
     * @param range which bars
     * @return what was found
     * @throws PlaceException if a place cannot be read
     */
    public Report compare(BarRange range) throws PlaceException {
        return compare(range, false);
    }

    /**
     * Compares one series while its market may go on: the bars that a session may still change are left out and counted.
     *
     * @param range which bars
     * @return what was found
     * @throws PlaceException if a place cannot be read
     */
    public Report compareSettled(BarRange range) throws PlaceException {
        return compare(range, true);
    }

    private Report compare(BarRange range, boolean goesOn) throws PlaceException {
        List<String> differences = new ArrayList<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        // The ticks before the bars, so that what these ticks closed is there to be found.
        Map<String, NavigableMap<Long, BruteForce.Expected>> built = new LinkedHashMap<>();
        TreeSet<Long> unsettled = new TreeSet<>();
        for (BarSource source : BUILT) {
            NavigableMap<Long, BruteForce.Expected> bars = expected(range, source);
            long settledUs = goesOn ? settledUs(source) : Long.MAX_VALUE;
            bars.keySet().stream()
                    .filter(startUs -> instrument.calendar().endOf(range.timeframe(), startUs) > settledUs)
                    .forEach(unsettled::add);
            built.put(source.name(), bars);
        }
        NavigableMap<Long, BarRow> wanted = settled(reference.read(range), unsettled);
        counts.put(reference.name(), wanted.size());
        for (BarPlace place : others) {
            NavigableMap<Long, BarRow> found = settled(place.read(range), unsettled);
            counts.put(place.name(), found.size());
            compareRows(place.name(), wanted, found, differences);
        }
        built.values().forEach(bars -> bars.keySet().removeAll(unsettled));
        counts.put(
                "brute force",
                compareWithTicks(range, built, wanted, differences) + compareWithFiner(range, wanted, differences));
        return new Report(range, counts, differences, (int)
                unsettled.stream().filter(range::holds).count());
    }

    private static NavigableMap<Long, BarRow> settled(List<BarRow> rows, Set<Long> unsettled) {
        NavigableMap<Long, BarRow> settled = byStart(rows);
        settled.keySet().removeAll(unsettled);
        return settled;
    }

    /** Bars that end later are still to be closed by a session that goes on, or may be on their way. */
    private long settledUs(BarSource source) throws PlaceException {
        long clockUs =
                sessions(source).stream().mapToLong(TickSession::clockUs).min().orElse(Long.MAX_VALUE);
        return clockUs == Long.MAX_VALUE
                ? clockUs
                : clockUs
                        - ON_ITS_WAY_US
                        - TimeUnit.NANOSECONDS.toMicros(instrument.grace().toNanos());
    }

    private void compareRows(
            String place,
            NavigableMap<Long, BarRow> wanted,
            NavigableMap<Long, BarRow> found,
            List<String> differences) {
        TreeSet<Long> starts = new TreeSet<>(wanted.keySet());
        starts.addAll(found.keySet());
        for (long startUs : starts) {
            BarRow left = wanted.get(startUs);
            BarRow right = found.get(startUs);
            if (left == null || right == null) {
                differences.add(Times.instant(startUs) + ": "
                        + (left == null ? "in " + place + ", not in " + reference.name() : "missing in " + place));
                continue;
            }
            for (int index = 0; index < BarField.ALL.size(); index++) {
                if (!Objects.equals(left.values().get(index), right.values().get(index))) {
                    differences.add(difference(
                            startUs,
                            BarField.ALL.get(index).name(),
                            reference.name(),
                            left.values().get(index),
                            place,
                            right.values().get(index)));
                }
            }
        }
    }

    private int compareWithTicks(
            BarRange range,
            Map<String, NavigableMap<Long, BruteForce.Expected>> bySource,
            NavigableMap<Long, BarRow> wanted,
            List<String> differences) {
        TreeSet<Long> starts = bySource.values().stream()
                .flatMap(bars -> bars.keySet().stream())
                .filter(range::holds)
                .collect(Collectors.toCollection(TreeSet::new));
        for (long startUs : starts) {
            if (!wanted.containsKey(startUs)) {
                differences.add(Times.instant(startUs) + ": has ticks, and no bar in " + reference.name());
            }
        }
        wanted.forEach((startUs, row) -> {
            NavigableMap<Long, BruteForce.Expected> bars = bySource.get(row.source());
            if (bars == null) {
                return;
            }
            BruteForce.Expected bar = bars.get(startUs);
            if (bar == null && Objects.equals(row.value("tick_count"), 0L)) {
                // A flat bar of an empty slot, or one that lost its last trade.
                return;
            }
            if (bar == null) {
                differences.add(
                        Times.instant(startUs) + ": in " + reference.name() + ", and there are no ticks for it");
            } else {
                bar.fields().forEach((name, value) -> {
                    if (!Objects.equals(value, row.value(name))) {
                        differences.add(difference(startUs, name, "ticks", value, reference.name(), row.value(name)));
                    }
                });
            }
        });
        return starts.size();
    }

    /** How many bars were merged of others that are still to be seen. */
    private int compareWithFiner(BarRange range, NavigableMap<Long, BarRow> wanted, List<String> differences)
            throws PlaceException {
        List<BarRow> merged = wanted.values().stream()
                .filter(row -> row.source().equals(BarSource.ROLLED_UP.name()))
                .toList();
        Optional<NavigableMap<Long, BarRow>> finer =
                merged.isEmpty() ? Optional.empty() : new PlainRollUp(reference).finer(range);
        if (finer.isEmpty()) {
            return 0;
        }
        int compared = 0;
        for (BarRow row : merged) {
            long endUs = instrument.calendar().endOf(range.timeframe(), row.startTimeUs());
            Optional<Map<String, @Nullable Object>> fields = PlainRollUp.of(List.copyOf(
                    finer.get().subMap(row.startTimeUs(), true, endUs, false).values()));
            compared += fields.isPresent() ? 1 : 0;
            fields.orElse(Map.of()).forEach((name, value) -> {
                if (!Objects.equals(value, row.value(name))) {
                    differences.add(difference(
                            row.startTimeUs(), name, "finer bars", value, reference.name(), row.value(name)));
                }
            });
        }
        return compared;
    }

    /** Of several sessions the one whose bar has the greater version wins, of equal ones the later. */
    private NavigableMap<Long, BruteForce.Expected> expected(BarRange range, BarSource source) throws PlaceException {
        BruteForce bruteForce = new BruteForce(instrument);
        NavigableMap<Long, BruteForce.Expected> bars = new TreeMap<>();
        for (TickSession session : sessions(source)) {
            bruteForce
                    .bars(range.timeframe(), session)
                    .forEach((startUs, bar) -> bars.merge(
                            startUs,
                            bar,
                            (before, now) -> version(source, now) >= version(source, before) ? now : before));
        }
        return bars;
    }

    private List<TickSession> sessions(BarSource source) throws PlaceException {
        List<TickSession> known = sessions.get(source);
        if (known == null) {
            known = log.sessions(source, instrument);
            sessions.put(source, known);
        }
        return known;
    }

    private static long version(BarSource source, BruteForce.Expected bar) {
        return Bar.version(source, Boolean.TRUE.equals(bar.fields().get("complete")), 0);
    }

    static NavigableMap<Long, BarRow> byStart(List<BarRow> rows) {
        NavigableMap<Long, BarRow> byStart = new TreeMap<>();
        rows.forEach(row -> byStart.put(row.startTimeUs(), row));
        return byStart;
    }

    private static String difference(
            long startUs,
            String field,
            String left,
            @Nullable Object leftValue,
            String right,
            @Nullable Object rightValue) {
        return Times.instant(startUs) + ": " + field + " is " + leftValue + " by " + left + ", " + rightValue + " in "
                + right;
    }
}
