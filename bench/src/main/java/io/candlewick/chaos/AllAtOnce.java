package io.candlewick.chaos;

import java.util.List;

/** Closes what takes long to end: together that takes as long as the slowest, and not as long as all. */
final class AllAtOnce {

    private AllAtOnce() {}

    /** Closes them, and waits until all are closed; one that does not close keeps no other from it. */
    static void close(List<? extends AutoCloseable> open) {
        List<Thread> closing =
                open.stream().map(one -> new Thread(() -> close(one), "close")).toList();
        closing.forEach(Thread::start);
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception failed) {
            System.err.println("candlewick: not closed: " + failed);
        }
    }
}
