/**
 * The topology's state: names, layouts and builders. The live objects of the hot path are in
 * {@link io.candlewick.streams.store.LiveStore}, which writes them out before each commit.
 */
@NullMarked
package io.candlewick.streams.store;

import org.jspecify.annotations.NullMarked;
