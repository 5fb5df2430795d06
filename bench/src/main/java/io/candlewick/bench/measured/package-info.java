/**
 * What is measured, each in a fresh JVM: {@link io.candlewick.bench.measured.MeasuredMain} runs one variant and writes one line of JSON.
 */
@NullMarked
package io.candlewick.bench.measured;

import org.jspecify.annotations.NullMarked;
