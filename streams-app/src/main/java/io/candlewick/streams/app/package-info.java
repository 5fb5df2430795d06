/**
 * The running program: {@link io.candlewick.streams.app.StreamsMain} reads the environment,
 * {@link io.candlewick.streams.app.StreamsApp} runs the lanes and tells how they are.
 */
@NullMarked
package io.candlewick.streams.app;

import org.jspecify.annotations.NullMarked;
