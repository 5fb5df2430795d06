/** The rules of the house, over all its rooms at once. */
@NullMarked
package io.candlewick.house;

import org.jspecify.annotations.NullMarked;
