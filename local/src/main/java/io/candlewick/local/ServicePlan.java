package io.candlewick.local;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How one service is started.
 *
 * @param service which
 * @param preparation work before each start: files to write, programs to fetch
 * @param command program and arguments
 * @param environment added to the supervisor's own
 */
record ServicePlan(Service service, Preparation preparation, List<String> command, Map<String, String> environment) {
    ServicePlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Work before a start. */
    interface Preparation {
        void prepare() throws StackException, IOException, InterruptedException;
    }
}
