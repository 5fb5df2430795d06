/**
 * Work that is done again and again. Start at {@link io.candlewick.ingest.schedule.PeriodicTask}.
 */
@NullMarked
package io.candlewick.ingest.schedule;

import org.jspecify.annotations.NullMarked;
