package io.candlewick.streams.domain.series;

/** What the lane's own feeds covered of one symbol. */
public interface FeedCoverage {

    /**
     * Up to when the bars built here are closed.
     *
     * @return the time, or the least time if no feed delivers the symbol
     */
    long closedUntilUs();

    /**
     * How far on from a time the feeds covered the symbol without a hole, as far as bars are closed.
     *
     * @param fromUs from when
     * @param toUs and not beyond this
     * @return the time; {@code fromUs} if it was not covered
     */
    long coveredUntil(long fromUs, long toUs);
}
