package io.candlewick.cli;

import io.candlewick.avro.TickKind;
import io.candlewick.contract.BarLineage;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.places.BarRevision;
import io.candlewick.places.BarRow;
import io.candlewick.places.BarTicks;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trace for people. */
final class TraceTable {

    private TraceTable() {}

    static void print(Trace trace, int limit, PrintWriter out) {
        BarRow bar = trace.newest().bar();
        out.printf(
                "%s %s %s .. %s (%s)%n",
                trace.key().symbol(),
                trace.key().timeframe().code(),
                time(trace.key().startTimeUs()),
                time((Long) bar.value("end_time")),
                trace.key().tenant());
        printRevisions(trace, out);
        printTicks(trace, limit, out);
        printStations(trace, out);
    }

    private static void printRevisions(Trace trace, PrintWriter out) {
        out.printf("%n  said in topic bars%n");
        out.printf(
                Locale.ROOT,
                "  %3s %-9s %-12s %-12s %-10s %8s %12s %12s %12s %12s  %-27s %s%n",
                "rev",
                "status",
                "cause",
                "source",
                "",
                "ticks",
                "open",
                "high",
                "low",
                "close",
                "said at",
                "partition/offset");
        for (BarRevision revision : trace.revisions()) {
            BarRow bar = revision.bar();
            out.printf(
                    Locale.ROOT,
                    "  %3s %-9s %-12s %-12s %-10s %8s %12s %12s %12s %12s  %-27s %d/%d%n",
                    bar.value("revision"),
                    bar.value("status"),
                    text(bar.value("cause")),
                    bar.source(),
                    Boolean.TRUE.equals(bar.value("complete")) ? "complete" : "incomplete",
                    bar.value("tick_count"),
                    bar.value("open"),
                    bar.value("high"),
                    bar.value("low"),
                    bar.value("close"),
                    time(revision.saidUs()),
                    revision.partition(),
                    revision.offset());
        }
    }

    private static void printTicks(Trace trace, int limit, PrintWriter out) {
        if (trace.newest().lineage().isEmpty()) {
            out.printf(
                    "%n  made of no ticks of ours: source %s%n",
                    trace.newest().bar().source());
            return;
        }
        BarLineage lineage = trace.newest().lineage().get();
        List<BarTicks.Found> ticks = trace.ticks();
        long rejected =
                ticks.stream().filter(found -> found.rejected().isPresent()).count();
        out.printf(
                Locale.ROOT,
                "%n  ticks of the newest revision: %,d in %s/%d, offsets %d to %d%s%s%n",
                ticks.size(),
                lineage.topic(),
                lineage.partition(),
                lineage.firstOffset(),
                lineage.lastOffset(),
                rejected == 0 ? "" : String.format(Locale.ROOT, ", %,d of them rejected", rejected),
                ticks.size() > limit ? String.format(Locale.ROOT, "; the first %,d (--limit)", limit) : "");
        out.printf(
                Locale.ROOT,
                "  %12s %-27s %-27s %-27s %-6s %14s %14s%n",
                "offset",
                "event",
                "ingest",
                "published",
                "kind",
                "bid | price",
                "ask | size");
        ticks.stream().limit(limit).forEach(found -> printTick(found, out));
    }

    private static void printTick(BarTicks.Found found, PrintWriter out) {
        Tick tick = found.tick();
        boolean quote = tick.kind() == TickKind.QUOTE;
        out.printf(
                Locale.ROOT,
                "  %12d %-27s %-27s %-27s %-6s %14s %14s%s%n",
                found.offset(),
                time(tick.eventTimeUs()),
                time(tick.ingestTimeUs()),
                time(found.publishedUs()),
                quote ? "quote" : "trade",
                quote ? tick.bid() : tick.price(),
                quote ? tick.ask() : tick.size(),
                found.rejected().map(reason -> "  rejected: " + reason).orElse(""));
    }

    private static void printStations(Trace trace, PrintWriter out) {
        out.printf("%n  where the time went%n");
        long beforeUs = Long.MIN_VALUE;
        for (Trace.Station station : trace.stations()) {
            long atUs = station.atUs().orElse(Long.MIN_VALUE);
            out.printf(
                    Locale.ROOT,
                    "  %-10s %-27s %16s  %s%n",
                    station.name(),
                    atUs == Long.MIN_VALUE ? "-" : time(atUs),
                    atUs == Long.MIN_VALUE || beforeUs == Long.MIN_VALUE ? "" : duration(atUs - beforeUs),
                    station.of());
            beforeUs = station.name().equals("stored") || atUs == Long.MIN_VALUE ? beforeUs : atUs;
        }
    }

    /** With its sign: the stations' clocks are not one clock. */
    private static String duration(long us) {
        double ms = us / 1_000.0;
        return Math.abs(ms) < 10_000
                ? String.format(Locale.ROOT, "%+.1f ms", ms)
                : String.format(Locale.ROOT, "%+,.1f s", ms / 1_000);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String time(@Nullable Long timeUs) {
        return timeUs == null ? "-" : Times.instant(timeUs).toString();
    }
}
