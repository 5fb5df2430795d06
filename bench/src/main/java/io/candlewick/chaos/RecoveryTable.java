package io.candlewick.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Prints recoveries by kind of incident: median and most of each time. */
final class RecoveryTable {

    private static final int LEAST_WIDTH = 18;

    private record Column(String title, Function<Recovery, Optional<Duration>> time) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("noticed", Recovery::noticed),
            new Column("rebalanced", Recovery::settled),
            new Column("ticks again", recovery -> Optional.of(recovery.ticks())),
            new Column("bars again", recovery -> Optional.of(recovery.bars())),
            new Column("rows again", recovery -> Optional.of(recovery.rows())));

    private RecoveryTable() {}

    static void print(List<Recovery> recoveries, PrintWriter out) {
        Map<String, List<Recovery>> byTitle = new TreeMap<>();
        recoveries.forEach(
                recovery -> byTitle.computeIfAbsent(recovery.incident().title(), title -> new ArrayList<>())
                        .add(recovery));
        int width = byTitle.keySet().stream().mapToInt(String::length).max().orElse(0);
        String head = "  %-" + Math.max(LEAST_WIDTH, width) + "s %5s  %8s";
        out.printf(head, "", "", "fault");
        COLUMNS.forEach(column -> out.printf("  %15s", column.title()));
        out.printf("%n" + head, "seconds", "times", "lasted");
        COLUMNS.forEach(column -> out.printf("  %8s %6s", "median", "max"));
        byTitle.forEach((title, some) -> {
            out.printf("%n" + head, title, some.size(), median(some, recovery -> Optional.of(recovery.over())));
            COLUMNS.forEach(column -> out.printf("  %8s %6s", median(some, column.time()), most(some, column.time())));
        });
        out.printf("%n  0.0: never late (ticks and bars by 1.5 s, rows by 4 s); -: the group did not change.%n");
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
