/**
 * Everything goes wrong on purpose, on real processes, and nothing may be lost, doubled or different.
 *
 * <p>Start at {@link io.candlewick.chaos.ChaosRun}: it starts what {@link io.candlewick.chaos.Site} holds, lets
 * {@link io.candlewick.chaos.Injector} do what a {@link io.candlewick.chaos.FaultPlan} says, and hears from
 * {@link io.candlewick.chaos.BarWatch} and {@link io.candlewick.chaos.FinalCheck} what came of it.
 */
@NullMarked
package io.candlewick.chaos;

import org.jspecify.annotations.NullMarked;
