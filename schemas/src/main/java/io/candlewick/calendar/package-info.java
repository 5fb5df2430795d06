/**
 * Trading calendars as files: those that come with Candlewick and a user's own. Start reading at
 * {@link io.candlewick.calendar.CalendarFiles}.
 */
@NullMarked
package io.candlewick.calendar;

import org.jspecify.annotations.NullMarked;
