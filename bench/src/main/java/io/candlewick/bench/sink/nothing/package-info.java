/** A sink that takes records and does nothing with them: what Connect alone costs a row. The worker loads this package and nothing else of ours. */
@NullMarked
package io.candlewick.bench.sink.nothing;

import org.jspecify.annotations.NullMarked;
