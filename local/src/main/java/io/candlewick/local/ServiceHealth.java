package io.candlewick.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service answered when it was asked just now.
 *
 * @param entry what the supervisor knows of it
 * @param fault why it is not ready, or nothing when it is
 */
public record ServiceHealth(StackState.Entry entry, Optional<String> fault) {
    /**
     * Asks every service of a stack.
     *
     * @param state what the supervisor wrote last
     * @param addresses where to ask
     * @return one answer a service, in the order of the state
     * @throws InterruptedException when interrupted
     */
    public static List<ServiceHealth> of(StackState state, StackAddresses addresses) throws InterruptedException {
        Map<Service, Probe> probes = Probes.of(addresses);
        List<ServiceHealth> healths = new ArrayList<>();
        for (StackState.Entry entry : state.services()) {
            Probe probe = probes.get(entry.name());
            Optional<String> fault = probe == null ? Optional.of("no address") : probe.check();
            if (fault.isEmpty() && entry.state() != ServiceState.READY && entry.state() != ServiceState.EXTERNAL) {
                fault = Optional.of("state " + entry.state());
            }
            healths.add(new ServiceHealth(entry, fault));
        }
        return healths;
    }

    /**
     * Whether it does its work.
     *
     * @return true when it answered
     */
    public boolean isReady() {
        return fault.isEmpty();
    }
}
