package io.candlewick.market;

import java.util.Collection;
import java.util.Optional;

/**
 * Where calendars that are known by name come from. {@link TradingCalendar#parse} asks the sources that {@link java.util.ServiceLoader}
 * finds, so that the vocabulary itself reads no files.
 */
public interface CalendarSource {

    /**
     * A calendar of that name.
     *
     * @param name e.g. {@code us-equities}
     * @return the calendar, or nothing if this source has none of that name
     * @throws IllegalArgumentException if it has one that is wrong; the message names the place and the fault
     */
    Optional<TradingCalendar> find(String name);

    /**
     * What {@link #find} knows.
     *
     * @return the names, sorted
     */
    Collection<String> names();
}
