/** The topology under Kafka Streams' test driver; start at {@link io.candlewick.topology.BarFlowTest}. */
@NullMarked
package io.candlewick.topology;

import org.jspecify.annotations.NullMarked;
