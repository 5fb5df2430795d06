/**
 * Benchmarks of the codecs, in their package because the codecs are nobody else's business. Run with
 * {@code java -jar bench/target/benchmarks.jar}.
 */
@NullMarked
package io.candlewick.serde;

import org.jspecify.annotations.NullMarked;
