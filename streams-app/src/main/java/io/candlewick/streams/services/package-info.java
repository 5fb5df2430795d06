/**
 * Which services report on topic {@code feeds}, how they are, and because of whom. Start at
 * {@link io.candlewick.streams.services.ServiceStates}.
 */
@NullMarked
package io.candlewick.streams.services;

import org.jspecify.annotations.NullMarked;
