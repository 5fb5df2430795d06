package io.candlewick.checkup;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.rest.ConnectorStatus;
import io.candlewick.local.StackAddresses;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether Connect answers and every bundled connector is there and runs. */
record ConnectorsCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String CONNECT = "connect";

    @Override
    public List<Finding> look() {
        if (addresses.connectUrl().isEmpty()) {
            return List.of(Finding.skipped(CONNECT, "no address is known"));
        }
        ConnectorDeployer worker =
                new ConnectorDeployer(URI.create(addresses.connectUrl().get()));
        try {
            List<Finding> findings = new ArrayList<>();
            for (String name : ConnectorFile.BUNDLED) {
                findings.add(finding(name, worker.find(name)));
            }
            return findings;
        } catch (ConnectorException away) {
            return List.of(
                    Finding.fault(CONNECT, String.valueOf(away.getMessage()), "start it, or give --connect-url"));
        }
    }

    private static Finding finding(String name, Optional<ConnectorStatus> status) {
        if (status.isEmpty()) {
            return Finding.fault(CONNECT, name + " is not deployed", "./candlewick connectors apply " + name);
        }
        if (status.get().isRunning()) {
            return Finding.ok(CONNECT, name + " runs");
        }
        String remedy = status.get().hasFailed()
                ? "./candlewick connectors restart " + name
                : "./candlewick connectors resume " + name;
        return Finding.fault(CONNECT, status.get().toString(), remedy);
    }
}
