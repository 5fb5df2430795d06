/**
 * The command line. Start reading at {@link io.candlewick.cli.Candlewick}, which lists the commands.
 *
 * <p>Exit codes everywhere: 0 all is well, 1 a check failed, 2 wrong usage, 3 something cannot be reached or started.
 */
@NullMarked
package io.candlewick.cli;

import org.jspecify.annotations.NullMarked;
