package io.candlewick.ingest.gap;

import io.candlewick.avro.FeedState;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.ingest.download.SpanSet;
import io.candlewick.market.Times;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What topics {@code feeds} and {@code gaps} say about holes: when feeds were down, when a market was quiet, which holes are being looked after.
 *
 * <p><b>Thread</b>: one. <b>Cost</b>: the newest record of a hole, as many as the topic keeps.
 */
final class FeedOutages {

    private final Map<String, Long> downSinceUs = new HashMap<>();
    private final SpanSet downEverywhere = new SpanSet();
    private final Map<String, SpanSet> downBySymbol = new HashMap<>();
    private final Map<String, Gap> gaps = new LinkedHashMap<>();
    private boolean outageEnded;

    /** Takes what a feed said of itself. */
    void feed(FeedState state) {
        String speaker = state.getFeed() + "|" + state.getInstance();
        long timeUs = Times.us(state.getEventTime());
        switch (state.getStatus()) {
            case DISCONNECTED -> downSinceUs.putIfAbsent(speaker, timeUs);
            case CONNECTED, SUBSCRIBED -> {
                Long since = downSinceUs.remove(speaker);
                if (since != null) {
                    downEverywhere.add(since, timeUs);
                    outageEnded = true;
                }
            }
            case CONNECTING, HEARTBEAT, REFUSED, STARTED, ENDED -> {}
        }
    }

    /** Takes what was said of a hole. */
    void gap(String key, @Nullable Gap gap) {
        gaps.remove(key);
        if (gap != null) {
            gaps.put(key, gap);
            // What a lane has just found is to be looked at; what the auditor itself says comes with a note.
            boolean isLanes = gap.getNote() == null;
            if (isLanes && gap.getStatus() == GapStatus.OPEN && gap.getReason() == GapReason.FEED_DOWN) {
                outageEnded = true;
                downBySymbol
                        .computeIfAbsent(owner(gap.getTenant(), gap.getSymbol()), absent -> new SpanSet())
                        .add(Times.us(gap.getFromTime()), Times.us(gap.getToTime()));
            }
        }
    }

    /** Whether an outage has ended since this was last asked. */
    boolean takeOutageEnded() {
        boolean ended = outageEnded;
        outageEnded = false;
        return ended;
    }

    /** Spans in which a symbol's market was quiet. */
    SpanSet quiet(String tenant, String symbol) {
        SpanSet quiet = new SpanSet();
        gaps.values().stream()
                .filter(gap -> gap.getReason() == GapReason.QUIET && isOf(gap, tenant, symbol))
                .forEach(gap -> quiet.add(Times.us(gap.getFromTime()), Times.us(gap.getToTime())));
        return quiet;
    }

    /** Spans in which a feed was down, of the symbol or at all, as feeds and lanes said. */
    SpanSet down(String tenant, String symbol, long nowUs) {
        SpanSet down = new SpanSet();
        downEverywhere.spans().forEach(span -> down.add(span.startUs(), span.endUs()));
        downSinceUs.values().forEach(since -> down.add(since, nowUs));
        downBySymbol
                .getOrDefault(owner(tenant, symbol), new SpanSet())
                .spans()
                .forEach(span -> down.add(span.startUs(), span.endUs()));
        return down;
    }

    private static String owner(String tenant, String symbol) {
        return tenant + "|" + symbol;
    }

    private static boolean isOf(Gap gap, String tenant, String symbol) {
        return gap.getTenant().equals(tenant) && gap.getSymbol().equals(symbol);
    }

    /** The holes of a series as they were last said, by key. */
    Map<String, Gap> gaps(String tenant, String symbol, String timeframe) {
        Map<String, Gap> found = new LinkedHashMap<>();
        gaps.forEach((key, gap) -> {
            if (isOf(gap, tenant, symbol) && gap.getTimeframe().equals(timeframe)) {
                found.put(key, gap);
            }
        });
        return found;
    }
}
