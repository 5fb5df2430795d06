package io.candlewick.streams.lag;

import java.util.List;

/**
 * What becomes of a lag: Burrow's rules over the last observations of a partition, with the group's members in place of the times of its
 * commits, which brokers do not tell.
 *
 * @see <a href="https://github.com/linkedin/Burrow/wiki/Consumer-Lag-Evaluation-Rules">Burrow's evaluation rules</a>
 */
public enum LagTrend {
    /** Nothing waits, or what waits gets less. */
    OK,
    /** It reads, and falls behind all the same. */
    WARN,
    /** It has members, records wait, and it reads nothing. */
    STALL,
    /** Records wait, and it has no members. */
    STOP,
    /** It went back to an earlier offset. */
    REWIND;

    private static final int LEAST_OBSERVATIONS = 3;

    /**
     * Judges a partition.
     *
     * @param observations of one group and partition, earliest first
     * @return the trend; {@link #OK} while there are too few observations to tell
     */
    public static LagTrend of(List<PartitionLag> observations) {
        PartitionLag last = observations.get(observations.size() - 1);
        for (int index = 1; index < observations.size(); index++) {
            if (observations.get(index).committed()
                    < observations.get(index - 1).committed()) {
                return REWIND;
            }
        }
        if (!last.isBehind()) {
            return OK;
        }
        if (!last.members()) {
            return STOP;
        }
        if (observations.size() < LEAST_OBSERVATIONS || observations.stream().anyMatch(one -> !one.isBehind())) {
            return OK;
        }
        if (observations.get(0).committed() == last.committed()) {
            return STALL;
        }
        return grows(observations) ? WARN : OK;
    }

    private static boolean grows(List<PartitionLag> observations) {
        for (int index = 1; index < observations.size(); index++) {
            if (observations.get(index).records() < observations.get(index - 1).records()) {
                return false;
            }
        }
        return true;
    }
}
