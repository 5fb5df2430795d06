package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every range that was ever asked for: topic {@code backfill.ledger} as a table.
 *
 * <p><b>Thread</b>: any. <b>Cost</b>: an entry is some 300 bytes; ten years of minutes of a symbol are 41 entries.
 */
public final class Ledger {

    private static final Set<BackfillStatus> UNFINISHED =
            EnumSet.of(BackfillStatus.REQUESTED, BackfillStatus.DOWNLOADED, BackfillStatus.PUBLISHED);

    private final Map<String, BackfillRange> byKey = new LinkedHashMap<>();
    private final Map<String, Map<String, BackfillRange>> bySeries = new HashMap<>();

    /** An empty ledger. */
    public Ledger() {}

    /**
     * Notes an entry.
     *
     * @param key the range's key
     * @param range the entry, or null if it was deleted
     */
    public synchronized void note(String key, @Nullable BackfillRange range) {
        BackfillRange before = byKey.remove(key);
        if (before != null) {
            bySeries.getOrDefault(series(before), Map.of()).remove(key);
        }
        if (range != null) {
            byKey.put(key, range);
            bySeries.computeIfAbsent(series(range), unseen -> new HashMap<>()).put(key, range);
        }
    }

    /**
     * The entry of a range.
     *
     * @param key the range's key
     * @return the entry, or null if there is none
     */
    public synchronized @Nullable BackfillRange entry(String key) {
        return byKey.get(key);
    }

    /**
     * Where the entries of a series lie that have come to one of some steps.
     *
     * @param tenant whose
     * @param symbol of what
     * @param timeframe of which length
     * @param statuses the steps
     * @return their spans
     */
    public synchronized SpanSet spans(String tenant, Symbol symbol, Timeframe timeframe, Set<BackfillStatus> statuses) {
        SpanSet spans = new SpanSet();
        of(tenant, symbol, timeframe).stream()
                .filter(range -> statuses.contains(range.getStatus()))
                .forEach(range -> spans.add(Times.us(range.getFromTime()), Times.us(range.getToTime())));
        return spans;
    }

    /**
     * The entries of a series.
     *
     * @param tenant whose
     * @param symbol of what
     * @param timeframe of which length
     * @return in no order
     */
    public synchronized List<BackfillRange> of(String tenant, Symbol symbol, Timeframe timeframe) {
        return List.copyOf(bySeries.getOrDefault(tenant + "|" + symbol.text() + "|" + timeframe.code(), Map.of())
                .values());
    }

    /**
     * The entries that are on their way.
     *
     * @return in the order they were last written
     */
    public synchronized List<BackfillRange> unfinished() {
        return byKey.values().stream()
                .filter(range -> UNFINISHED.contains(range.getStatus()))
                .toList();
    }

    /**
     * Whether an entry is on its way.
     *
     * @param range the entry
     * @return true unless it is verified or failed
     */
    public static boolean isUnfinished(BackfillRange range) {
        return UNFINISHED.contains(range.getStatus());
    }

    private static String series(BackfillRange range) {
        return range.getTenant() + "|" + range.getSymbol() + "|" + range.getTimeframe();
    }
}
