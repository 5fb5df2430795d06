/**
 * What a Connect worker measures, in Prometheus' text format on its own REST port. Start at
 * {@link io.candlewick.connect.metrics.WorkerMetrics}.
 */
@NullMarked
package io.candlewick.connect.metrics;

import org.jspecify.annotations.NullMarked;
