/** The records that measurements read: a market as a function of a number, written to a topic before the clock starts. */
@NullMarked
package io.candlewick.bench.load;

import org.jspecify.annotations.NullMarked;
