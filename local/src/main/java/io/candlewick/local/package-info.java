/**
 * The whole stack on one machine: broker, registry, TimescaleDB or plain PostgreSQL, ClickHouse, Connect worker and
 * stream application, each a process of its own under one supervisor.
 *
 * <p>Start reading at {@link io.candlewick.local.LocalStack}.
 */
@NullMarked
package io.candlewick.local;

import org.jspecify.annotations.NullMarked;
