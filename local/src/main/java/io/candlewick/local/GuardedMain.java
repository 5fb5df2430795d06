package io.candlewick.local;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another program's main method for as long as the process that started it lives.
 *
 * <p>The supervisor holds the other end of this process's standard input. However it ends, even killed, the system closes
 * that end; the program then shuts down in order, or is halted when it takes too long. Uses nothing but the JDK: it runs on
 * class paths that are not ours.
 */
final class GuardedMain {
    private static final int SHUTDOWN_LIMIT_MS = 6_000;
    private static final int PARENT_GONE = 143;

    private GuardedMain() {}

    /** Arguments: the main class, then its own arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        daemon("parent-watch", () -> awaitEnd(System.in));
        String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) own);
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void awaitEnd(InputStream in) {
        try {
            while (in.read() >= 0) {
                // Nothing is ever sent: reading is only a way to wait for the end.
            }
        } catch (IOException e) {
            System.err.println("standard input failed: " + e);
        }
        daemon("halt", GuardedMain::haltAfterLimit);
        System.exit(0);
    }

    private static void haltAfterLimit() {
        try {
            Thread.sleep(SHUTDOWN_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
