/**
 * Kafka Connect's REST API as the command line uses it. Start reading at {@link io.candlewick.connect.rest.ConnectorDeployer}.
 */
@NullMarked
package io.candlewick.connect.rest;

import org.jspecify.annotations.NullMarked;
