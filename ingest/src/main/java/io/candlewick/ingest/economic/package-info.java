/**
 * Economic calendars of several sources in one model. Start reading at {@link io.candlewick.ingest.economic.EconomicCollector}; what a source
 * says is read by {@link io.candlewick.ingest.economic.CalendarReader}, one class a source; {@link
 * io.candlewick.ingest.economic.CalendarChanges} decides what is new.
 */
@NullMarked
package io.candlewick.ingest.economic;

import org.jspecify.annotations.NullMarked;
