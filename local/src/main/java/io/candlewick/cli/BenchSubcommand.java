package io.candlewick.cli;

import java.util.concurrent.Callable;

/** A measurement that {@code ./candlewick bench} offers: a picocli command, found as a service, so that the benchmarks stay a module apart. */
public interface BenchSubcommand extends Callable<Integer> {}
