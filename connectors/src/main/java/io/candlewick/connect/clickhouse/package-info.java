/**
 * The sink for ClickHouse: blocks of its Native format over HTTP, one insert a table and batch.
 *
 * <p>Start reading at {@link io.candlewick.connect.clickhouse.ClickHouseSinkTask}; the tables are made by
 * {@link io.candlewick.connect.clickhouse.ClickHouseMigrations}.
 */
@NullMarked
package io.candlewick.connect.clickhouse;

import org.jspecify.annotations.NullMarked;
