package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import io.candlewick.places.FeedWatch;
import io.candlewick.places.PlaceException;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.streams.services.ServiceReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether the services that report on topic {@code feeds} are well, and are configured alike. */
record ServicesCheck(StackAddresses addresses, InstantSource clock) implements Checkup.Check {

    private static final String SERVICES = "services";

    @Override
    public List<Finding> look() {
        if (addresses.kafka().isEmpty() || addresses.registry().isEmpty()) {
            return List.of(Finding.skipped(SERVICES, "no address of a broker and a registry is known"));
        }
        CandlewickSerdes serdes = new CandlewickSerdes(addresses.registry().get());
        try {
            List<Finding> findings = new ArrayList<>();
            for (ServiceReport report : new FeedWatch(addresses.kafka().get(), serdes).read(clock.instant())) {
                findings.add(finding(report));
            }
            return findings.isEmpty() ? List.of(Finding.skipped(SERVICES, "none has reported within a day")) : findings;
        } catch (PlaceException away) {
            return List.of(Finding.skipped(SERVICES, String.valueOf(away.getMessage())));
        }
    }

    private static Finding finding(ServiceReport report) {
        String name = report.feed() + " of " + report.instance();
        if (!report.isWell()) {
            return Finding.fault(
                    SERVICES, name + ": " + report.because().orElse("is not well"), "./candlewick services tells more");
        }
        return report.drifts()
                ? Finding.warn(
                        SERVICES,
                        name + " is configured otherwise than the feed's other instances (" + report.configHash() + ")",
                        "give all instances of a feed one configuration")
                : Finding.ok(SERVICES, name + " is well");
    }
}
