/**
 * What can be configured: {@link io.candlewick.streams.config.StreamsAppConfig}, with every default.
 */
@NullMarked
package io.candlewick.streams.config;

import org.jspecify.annotations.NullMarked;
