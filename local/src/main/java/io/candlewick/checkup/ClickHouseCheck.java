package io.candlewick.checkup;

import io.candlewick.connect.clickhouse.ClickHouseMigrations;
import io.candlewick.local.StackAddresses;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.PlaceException;
import java.util.List;

/** Whether ClickHouse answers and its tables are at this release's version. */
record ClickHouseCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String CLICKHOUSE = "clickhouse";

    @Override
    public List<Finding> look() {
        if (addresses.clickhouseUrl().isEmpty()) {
            return List.of(Finding.skipped(CLICKHOUSE, "no address is known"));
        }
        ClickHouseServer server =
                ClickHouseServer.from(addresses.clickhouseUrl().get(), System.getenv());
        try {
            int version = server.tablesVersion();
            return List.of(
                    version == ClickHouseMigrations.LATEST
                            ? Finding.ok(CLICKHOUSE, "tables are at version " + version)
                            : Finding.fault(
                                    CLICKHOUSE,
                                    "tables are at version " + version + ", this release is at "
                                            + ClickHouseMigrations.LATEST,
                                    "./candlewick migrate --only clickhouse"));
        } catch (PlaceException away) {
            return List.of(Finding.fault(
                    CLICKHOUSE,
                    String.valueOf(away.getMessage()),
                    "start it, give --clickhouse-url, or make its tables with ./candlewick migrate --only clickhouse"));
        }
    }
}
