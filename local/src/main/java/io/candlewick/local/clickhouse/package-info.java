/**
 * The ClickHouse engine as a process of the local stack: the shared library of chDB behind ClickHouse's HTTP protocol.
 *
 * <p>Start reading at {@link io.candlewick.local.clickhouse.ClickHouseMain}; the protocol is in {@code HttpFront}, the
 * native calls are in {@code ChdbLibrary} and nowhere else.
 */
@NullMarked
package io.candlewick.local.clickhouse;

import org.jspecify.annotations.NullMarked;
