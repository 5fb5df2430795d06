package io.candlewick.cli;

import io.candlewick.local.Service;
import io.candlewick.local.ServiceState;
import io.candlewick.local.StackState;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The progress of a start, one line a service: redrawn in place on a terminal, else a line whenever a service changes.
 *
 * <p><b>Thread</b>: any.
 */
final class ServiceLines {
    private final PrintWriter out;
    private final boolean terminal;
    private final Map<Service, ServiceState> shown = new EnumMap<>(Service.class);
    private int drawn;

    ServiceLines(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void show(StackState state) {
        if (terminal) {
            if (drawn > 0) {
                out.print("\033[" + drawn + "A");
            }
            state.services().forEach(entry -> out.print(line(entry) + "\033[K\n"));
            drawn = state.services().size();
        } else {
            for (StackState.Entry entry : state.services()) {
                if (entry.state() != shown.put(entry.name(), entry.state()) && entry.state() != ServiceState.WAITING) {
                    out.println(line(entry));
                }
            }
        }
        out.flush();
    }

    private static String line(StackState.Entry entry) {
        return String.format(
                Locale.ROOT,
                "  %-12s %-10s %6.1f s  %s",
                entry.name().title(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.seconds(),
                entry.detail() == null ? "" : entry.detail());
    }
}
