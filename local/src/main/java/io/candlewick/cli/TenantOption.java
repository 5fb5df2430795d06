package io.candlewick.cli;

import io.candlewick.market.BarKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whose data a command means; the environment may say it for all commands. */
@Command
final class TenantOption {

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "${env:CANDLEWICK_TENANT:-" + BarKey.SYSTEM_TENANT + "}",
            description = "Whose data (default: ${DEFAULT-VALUE}).")
    private String name = BarKey.SYSTEM_TENANT;

    String name() {
        return name;
    }
}
