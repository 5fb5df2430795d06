/**
 * The contract between the parts: which topics there are, what they hold and how long, and the header names that carry lineage.
 * Start reading at {@link io.candlewick.contract.Topics}.
 */
@NullMarked
package io.candlewick.contract;

import org.jspecify.annotations.NullMarked;
