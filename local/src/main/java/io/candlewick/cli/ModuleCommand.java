package io.candlewick.cli;

import java.util.concurrent.Callable;

/** A command of the root that another module brings: a picocli command, found as a service, so that what only tries the product stays a module apart. */
public interface ModuleCommand extends Callable<Integer> {}
