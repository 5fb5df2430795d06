/**
 * The sink for ClickHouse: RowBinary bodies over HTTP, one insert a table and batch.
 *
 * <p>Start reading at {@link io.candlewick.connect.clickhouse.ClickHouseSinkTask}; the tables are made by
 * {@link io.candlewick.connect.clickhouse.ClickHouseMigrations}.
 */
@NullMarked
package io.candlewick.connect.clickhouse;

import org.jspecify.annotations.NullMarked;
