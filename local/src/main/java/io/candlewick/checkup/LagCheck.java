package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import io.candlewick.streams.lag.LagReader;
import io.candlewick.streams.lag.LagTrend;
import io.candlewick.streams.lag.PartitionLag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/** Whether a consumer group is far behind, or nobody reads for it. */
record LagCheck(StackAddresses addresses, InstantSource clock) implements Checkup.Check {

    private static final String LAG = "lag";
    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public List<Finding> look() throws InterruptedException {
        if (addresses.kafka().isEmpty()) {
            return List.of(Finding.skipped(LAG, "no address of a broker is known"));
        }
        try (LagReader reader = new LagReader(addresses.kafka().get(), clock)) {
            List<PartitionLag> lags = reader.read();
            List<Finding> findings = new ArrayList<>();
            for (PartitionLag lag : lags) {
                String place = lag.group() + " in " + lag.partition() + " waits with " + lag.records() + " records for "
                        + lag.age().toSeconds() + " s";
                if (LagTrend.of(List.of(lag)) == LagTrend.STOP) {
                    findings.add(Finding.fault(LAG, place + " and has no members", "start what reads for it"));
                } else if (lag.age().compareTo(LONG) > 0) {
                    findings.add(Finding.warn(LAG, place, "./candlewick lag --watch shows whether it catches up"));
                }
            }
            if (findings.isEmpty()) {
                findings.add(Finding.ok(LAG, "no group waits for longer than " + LONG.toSeconds() + " s"));
            }
            return findings;
        } catch (ExecutionException | KafkaException away) {
            return List.of(Finding.skipped(LAG, "the broker cannot be asked"));
        }
    }
}
