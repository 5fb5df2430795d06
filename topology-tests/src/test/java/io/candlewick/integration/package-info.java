/**
 * The whole product on real engines: {@link io.candlewick.integration.VendorBarsIT} replays real ticks and compares with the vendors' own
 * bars, {@link io.candlewick.integration.CommandLineIT} does what a user types.
 */
@NullMarked
package io.candlewick.integration;

import org.jspecify.annotations.NullMarked;
