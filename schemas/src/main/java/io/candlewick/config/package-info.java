/**
 * How programs read their settings: {@link io.candlewick.config.Settings} gathers every fault before it complains,
 * {@link io.candlewick.config.KafkaConnection} is how every client of the brokers is set up, {@link io.candlewick.config.Secrets} what may be shown.
 */
@NullMarked
package io.candlewick.config;

import org.jspecify.annotations.NullMarked;
