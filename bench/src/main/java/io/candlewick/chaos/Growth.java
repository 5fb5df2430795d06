package io.candlewick.chaos;

import java.util.List;

/**
 * Whether what a process holds grows: the median of the last third of its samples against that of the first, after a warm-up that does not count.
 *
 * @param process whose
 * @param what of what
 * @param first median of the first third
 * @param last median of the last third
 * @param perHour what a straight line through all samples gains an hour
 * @param bound the most that {@code last} may be
 */
record Growth(String process, String what, double first, double last, double perHour, double bound) {

    private static final int THIRDS = 3;

    /** Measures samples that were taken at even intervals. */
    static Growth of(
            String process, String what, List<Double> samples, double hoursBetween, double share, double allowance) {
        if (samples.size() < THIRDS) {
            throw new IllegalArgumentException("samples=" + samples.size() + " must be at least 3");
        }
        int third = samples.size() / THIRDS;
        double first = median(samples.subList(0, third));
        double last = median(samples.subList(samples.size() - third, samples.size()));
        return new Growth(
                process, what, first, last, slope(samples) / hoursBetween, first + Math.max(first * share, allowance));
    }

    boolean isBeyondBound() {
        return last > bound;
    }

    private static double median(List<Double> samples) {
        List<Double> sorted = samples.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    /* Least squares, a sample. */
    private static double slope(List<Double> samples) {
        double middle = (samples.size() - 1) / 2.0;
        double mean =
                samples.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int index = 0; index < samples.size(); index++) {
            above += (index - middle) * (samples.get(index) - mean);
            below += (index - middle) * (index - middle);
        }
        return below == 0 ? 0 : above / below;
    }
}
