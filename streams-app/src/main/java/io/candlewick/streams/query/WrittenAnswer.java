package io.candlewick.streams.query;

import org.jspecify.annotations.Nullable;

/**
 * An answer whose bars are text already.
 *
 * @param about where they come from and what is missing; without the bars
 * @param closed the closed bars
 * @param open the open bar, null if there is none or it was not asked for
 */
record WrittenAnswer(
        SeriesAnswer about, WrittenBars closed, @Nullable WrittenBlock open) {}
