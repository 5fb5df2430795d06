/**
 * Checks of a whole pipeline, each with a way out. Start at {@link io.candlewick.checkup.Checkup}.
 */
@NullMarked
package io.candlewick.checkup;

import org.jspecify.annotations.NullMarked;
