/**
 * How late bars are said, how fresh each series is and what is overdue, measured where a bar is said. Start at
 * {@link io.candlewick.streams.timing.BarTimes}.
 */
@NullMarked
package io.candlewick.streams.timing;

import org.jspecify.annotations.NullMarked;
