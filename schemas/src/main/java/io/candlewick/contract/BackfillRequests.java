package io.candlewick.contract;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.market.BarKey;
import io.candlewick.market.Times;
import java.time.Instant;

/** Makes requests for history, whoever asks. */
public final class BackfillRequests {

    /* A hole of at most six hours is repaired by the live lane; more bars would delay it. */
    private static final long LONGEST_REPAIR_US = 6 * 3_600_000_000L;

    private BackfillRequests() {}

    /**
     * Begins a request; its id is still to be set. The lane follows from its length, unless another is set.
     *
     * @param first key of the first wanted bar
     * @param toUs end of the wanted range, exclusive, microseconds since the epoch
     * @param cause who asks
     * @param now when
     * @return a builder
     */
    public static BackfillRequest.Builder of(BarKey first, long toUs, BackfillCause cause, Instant now) {
        return BackfillRequest.newBuilder()
                .setTenant(first.tenant())
                .setSymbol(first.symbol().text())
                .setTimeframe(first.timeframe().code())
                .setFromTime(Times.instant(first.startTimeUs()))
                .setToTime(Times.instant(toUs))
                .setCause(cause)
                .setLane(isShort(first.startTimeUs(), toUs) ? Lane.LIVE : Lane.HISTORY)
                .setRequestedTime(now);
    }

    /**
     * Whether a range is so short that the live lane repairs it.
     *
     * @param fromUs its start, microseconds since the epoch
     * @param toUs its end, exclusive
     * @return false if it is for the history lane
     */
    public static boolean isShort(long fromUs, long toUs) {
        return toUs - fromUs <= LONGEST_REPAIR_US;
    }
}
