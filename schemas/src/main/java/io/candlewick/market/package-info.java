/**
 * The market vocabulary that every module speaks: {@link io.candlewick.market.Symbol}, {@link io.candlewick.market.Tick},
 * {@link io.candlewick.market.Bar}, {@link io.candlewick.market.Timeframe}, {@link io.candlewick.market.TradingCalendar}.
 *
 * <p>Plain values without Kafka and without I/O. All times are microseconds since 1970-01-01T00:00:00Z, in a {@code long} whose
 * name ends in {@code Us}. Start reading at {@link io.candlewick.market.Bar}.
 */
@NullMarked
package io.candlewick.market;

import org.jspecify.annotations.NullMarked;
