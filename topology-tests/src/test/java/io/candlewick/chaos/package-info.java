/** The chaos suite's own tests, and a short run of it in every build. */
@NullMarked
package io.candlewick.chaos;

import org.jspecify.annotations.NullMarked;
