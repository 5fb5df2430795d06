package io.candlewick.cli;

import io.candlewick.local.StackState;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a user wants to know once the stack runs: the addresses. */
final class StackSummary {
    private StackSummary() {}

    static void print(PrintWriter out, StackState state, Path data) {
        out.println();
        line(out, "broker", state.bootstrapServers());
        line(out, "schema registry", state.schemaRegistryUrl());
        line(out, "connect", state.connectUrl());
        line(out, "timescale", state.timescaleUrl());
        line(out, "  user", state.timescaleUser());
        line(out, "  password in", state.timescalePasswordFile());
        line(out, "clickhouse", state.clickhouseUrl());
        line(out, "streams-app", state.streamsUrl());
        if (state.streamsUrl() != null) {
            line(out, "  charts", state.streamsUrl() + "/");
            line(out, "  pipeline", state.streamsUrl() + "/pipeline.html");
            line(out, "  query API", state.streamsUrl() + "/openapi.json");
        }
        out.println();
        out.println("All of it in " + data.resolve("stack.json") + "; stop with ./candlewick down --data " + data);
        out.flush();
    }

    private static void line(PrintWriter out, String name, @Nullable String value) {
        if (value != null) {
            out.printf("  %-16s %s%n", name, value);
        }
    }
}
