/**
 * The sink for TimescaleDB and plain PostgreSQL: binary COPY into a staging table, one upsert a batch.
 *
 * <p>Start reading at {@link io.candlewick.connect.timescaledb.TimescaleSinkTask}; the tables are made by
 * {@link io.candlewick.connect.timescaledb.TimescaleMigrations}.
 */
@NullMarked
package io.candlewick.connect.timescaledb;

import org.jspecify.annotations.NullMarked;
