/**
 * How programs read their settings: {@link io.candlewick.config.Settings} gathers every fault before it complains.
 */
@NullMarked
package io.candlewick.config;

import org.jspecify.annotations.NullMarked;
