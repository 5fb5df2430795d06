package io.candlewick.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Prints recoveries by kind of fault: median and most of each time. */
final class RecoveryTable {

    private static final String FORMAT = "  %-18s %5s  %8s  %8s %8s  %8s %8s  %8s %8s  %8s %8s%n";

    private RecoveryTable() {}

    static void print(List<Recovery> recoveries, PrintWriter out) {
        Map<FaultKind, List<Recovery>> byKind = new EnumMap<>(FaultKind.class);
        recoveries.forEach(recovery -> byKind.computeIfAbsent(recovery.fault().kind(), kind -> new ArrayList<>())
                .add(recovery));
        out.printf(FORMAT, "", "", "fault", "noticed", "", "rebalanced", "", "bars again", "", "rows again", "");
        out.printf(
                FORMAT, "seconds", "times", "lasted", "median", "max", "median", "max", "median", "max", "median",
                "max");
        byKind.forEach((kind, some) -> out.printf(
                FORMAT,
                kind.title(),
                some.size(),
                median(some, recovery -> Optional.of(recovery.over())),
                median(some, Recovery::noticed),
                most(some, Recovery::noticed),
                median(some, Recovery::settled),
                most(some, Recovery::settled),
                median(some, recovery -> Optional.of(recovery.bars())),
                most(some, recovery -> Optional.of(recovery.bars())),
                median(some, recovery -> Optional.of(recovery.rows())),
                most(some, recovery -> Optional.of(recovery.rows()))));
        out.println("  0.0: never late (bars by 1.5 s, rows by 4 s); -: the group did not change.");
        out.flush();
    }

    private static String median(List<Recovery> recoveries, Function<Recovery, Optional<Duration>> time) {
        List<Duration> times = times(recoveries, time);
        return times.isEmpty() ? "-" : seconds(times.get((times.size() - 1) / 2));
    }

    private static String most(List<Recovery> recoveries, Function<Recovery, Optional<Duration>> time) {
        List<Duration> times = times(recoveries, time);
        return times.isEmpty() ? "-" : seconds(times.get(times.size() - 1));
    }

    private static List<Duration> times(List<Recovery> recoveries, Function<Recovery, Optional<Duration>> time) {
        return recoveries.stream().map(time).flatMap(Optional::stream).sorted().toList();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
    }
}
