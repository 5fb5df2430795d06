package io.candlewick.bench.sink;

import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.local.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** ClickHouse, over HTTP. */
final class ClickHouseSide implements SinkSide {

    private static final int BATCH_ROWS = 50_000;
    private static final int OK = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final String url;
    private final long pid;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private List<byte[]> batches = List.of();
    private long kept;

    ClickHouseSide(String url, long pid) {
        this.url = url;
        this.pid = pid;
    }

    @Override
    public void truncate(String table) throws StackException {
        send("TRUNCATE TABLE " + table, new byte[0]);
    }

    @Override
    public long rows(String table) throws StackException {
        return Long.parseLong(text("SELECT sum(rows) FROM system.parts WHERE active AND database = currentDatabase()"
                + " AND table = '" + table + "' FORMAT TabSeparated"));
    }

    @Override
    public boolean hasRows(String table) throws StackException {
        return rows(table) > 0;
    }

    @Override
    public ProcessorTime processorTime() {
        return ProcessorTime.of(List.of(pid));
    }

    @Override
    public double rowsPerSecond(String table) throws StackException {
        return Double.parseDouble(text("WITH (SELECT max(stored_at) FROM " + table + ") AS last SELECT"
                + " countIf(stored_at < last) /"
                + " ((toUnixTimestamp64Micro(last)"
                + " - toUnixTimestamp64Micro(min(stored_at)))"
                + " / 1e6)"
                + " FROM"
                + " " + table + " FORMAT TabSeparated"));
    }

    @Override
    public void keep(String table) throws StackException {
        kept = rows(table);
        List<byte[]> bodies = new ArrayList<>();
        for (long from = 0; from < kept; from += BATCH_ROWS) {
            bodies.add(send(
                    "SELECT " + columns(table) + " FROM " + table + " ORDER BY " + order(table) + " LIMIT " + BATCH_ROWS
                            + " OFFSET " + from + " FORMAT RowBinary",
                    new byte[0]));
        }
        batches = bodies;
    }

    private static String order(String table) {
        return table.equals("ticks_history") ? "lineage_offset" : "start_time, symbol";
    }

    private String columns(String table) throws StackException {
        return text("SELECT arrayStringConcat(groupArray(name), ', ') FROM system.columns WHERE database ="
                + " currentDatabase() AND table = '" + table + "' AND name != 'stored_at' FORMAT TabSeparated");
    }

    @Override
    public double floor(String table, boolean upsert) throws StackException {
        String insert = "INSERT INTO " + table + " (" + columns(table) + ") FORMAT RowBinary";
        long start = System.nanoTime();
        for (byte[] batch : batches) {
            send(insert, batch);
        }
        return kept / ((System.nanoTime() - start) / 1e9);
    }

    String text(String query) throws StackException {
        return new String(send(query, new byte[0]), StandardCharsets.UTF_8).strip();
    }

    private byte[] send(String query, byte[] body) throws StackException {
        URI address = URI.create(url + "/?max_partitions_per_insert_block=10000&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20"));
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(LIMIT)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw new StackException(
                        "ClickHouse refuses: " + new String(answer.body(), StandardCharsets.UTF_8).strip());
            }
            return answer.body();
        } catch (IOException away) {
            throw new StackException("ClickHouse does not answer: " + away, away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", stopping);
        }
    }

    @Override
    public void close() {
        batches = List.of();
    }
}
