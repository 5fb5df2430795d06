/**
 * The topology's state: names, layouts and builders. The live objects of the hot path are in
 * {@link io.candlewick.streams.store.LiveStore}; what is gathered on the heap is written out before each commit by
 * {@link io.candlewick.streams.store.WriteBehindStore}.
 */
@NullMarked
package io.candlewick.streams.store;

import org.jspecify.annotations.NullMarked;
