package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every check, in the order a tick meets what is checked; one that fails does not end the others. */
public final class Checkup {

    private final List<Check> checks;

    /** One check, or a few that share a connection. */
    interface Check {

        /** Looks. */
        List<Finding> look() throws InterruptedException;
    }

    /**
     * The checks of a stack.
     *
     * @param addresses where its parts are; checks of parts without an address are skipped
     * @param data the directory of local data
     * @param clock the wall clock of this machine
     */
    public Checkup(StackAddresses addresses, Path data, InstantSource clock) {
        this.checks = List.of(
                new BrokerCheck(addresses),
                new RegistryCheck(addresses),
                new ConnectorsCheck(addresses),
                new TimescaleCheck(addresses),
                new ClickHouseCheck(addresses),
                new StreamsCheck(addresses),
                new LagCheck(addresses, clock),
                new ServicesCheck(addresses, clock),
                new ClockCheck(addresses, clock),
                new DiskCheck(data));
    }

    /**
     * Takes every check.
     *
     * @param listener hears of each finding as it is made
     * @return all of them
     * @throws InterruptedException if the thread is interrupted
     */
    public List<Finding> take(Consumer<Finding> listener) throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        for (Check check : checks) {
            for (Finding finding : check.look()) {
                listener.accept(finding);
                all.add(finding);
            }
        }
        return all;
    }
}
