package io.candlewick.local;

import java.util.Optional;

/** Asks a service whether it does its work. */
interface Probe {
    /**
     * Asks once.
     *
     * @return nothing when it does, else why not, in one line
     */
    Optional<String> check() throws InterruptedException;
}
