package io.candlewick.cli;

import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.BarRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose bars and which span of them a command means. */
@Command
final class RangeOptions {

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Least start, inclusive: ISO-8601, a date, or epoch milliseconds (default: the first bar).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Greatest start, exclusive (default: beyond the last bar).")
    private @Nullable Instant to;

    String tenant() {
        return tenant.name();
    }

    BarRange of(Symbol symbol, Timeframe timeframe) {
        return new BarRange(
                tenant.name(),
                symbol,
                timeframe,
                from == null ? Long.MIN_VALUE : Times.us(from),
                to == null ? Long.MAX_VALUE : Times.us(to));
    }
}
