package io.candlewick.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface on which nobody listens.
 *
 * <p>They lie below those that systems give to outgoing connections (32768 and up on Linux, 49152 on others): one of these may be taken by any
 * connection before whoever asked for it listens. <b>Thread</b>: any.
 */
public final class FreePorts {

    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private FreePorts() {}

    /**
     * One port.
     *
     * @return a port between 15000 and 32000
     */
    public static int one() {
        return some(1).get(0);
    }

    /**
     * Several ports.
     *
     * @param count how many
     * @return as many different ones
     */
    public static List<Integer> some(int count) {
        Set<Integer> ports = new LinkedHashSet<>();
        while (ports.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A connection of the stack before may linger on the port; what matters is that nobody listens.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
