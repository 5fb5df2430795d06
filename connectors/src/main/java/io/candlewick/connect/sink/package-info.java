/**
 * What both sinks share: a record's way from Connect to a table.
 *
 * <p>{@link io.candlewick.connect.sink.SinkPipeline} is the place to start reading: route, decode, write, report. The databases differ
 * only in their {@link io.candlewick.connect.sink.TableWriter}; which columns a row has, and in which order, is written once for both
 * in {@link io.candlewick.connect.sink.TickRow} and {@link io.candlewick.connect.sink.BarRow}.
 */
@NullMarked
package io.candlewick.connect.sink;

import org.jspecify.annotations.NullMarked;
