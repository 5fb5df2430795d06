/**
 * Reading bars back from every place they are kept, and checking that the places agree with each other and with the ticks.
 *
 * <p>A {@link io.candlewick.places.BarRow} is a bar as a list of fields, the same from every {@link io.candlewick.places.BarPlace}: the
 * topic, TimescaleDB, ClickHouse, and {@link io.candlewick.places.BruteForce}, which works it out again from the ticks by other means.
 * Start reading at {@link io.candlewick.places.Verification}.
 */
@NullMarked
package io.candlewick.places;

import org.jspecify.annotations.NullMarked;
