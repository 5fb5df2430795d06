package io.candlewick.local.clickhouse;

/**
 * What a query cost, as ClickHouse reports it in {@code X-ClickHouse-Summary}.
 *
 * @param rowsRead rows read from tables or from an insert's data
 * @param bytesRead bytes of those
 * @param rowsWritten rows written to tables
 * @param bytesWritten bytes of those
 * @param elapsedNanos time in the engine
 */
record EngineSummary(long rowsRead, long bytesRead, long rowsWritten, long bytesWritten, long elapsedNanos) {
    String toHeader() {
        return "{\"read_rows\":\"" + rowsRead + "\",\"read_bytes\":\"" + bytesRead + "\",\"written_rows\":\""
                + rowsWritten + "\",\"written_bytes\":\"" + bytesWritten + "\",\"total_rows_to_read\":\"" + rowsRead
                + "\",\"result_rows\":\"" + rowsWritten + "\",\"result_bytes\":\"" + bytesWritten
                + "\",\"elapsed_ns\":\"" + elapsedNanos + "\"}";
    }
}
