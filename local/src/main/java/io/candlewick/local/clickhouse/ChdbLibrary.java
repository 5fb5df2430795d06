package io.candlewick.local.clickhouse;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The C functions of {@code libchdb} that the engine needs, named as in {@code chdb.h}. */
interface ChdbLibrary extends Library {
    void chdb_set_signal_handlers_enabled(int enabled);

    @Nullable
    Pointer chdb_connect(int argumentCount, String[] arguments);

    void chdb_close_conn(Pointer connectionHolder);

    @Nullable
    Pointer chdb_query_n(
            Pointer connection, byte[] query, NativeSize queryLength, byte[] format, NativeSize formatLength);

    void chdb_destroy_query_result(Pointer result);

    @Nullable
    Pointer chdb_result_buffer(Pointer result);

    NativeSize chdb_result_length(Pointer result);

    long chdb_result_rows_read(Pointer result);

    long chdb_result_bytes_read(Pointer result);

    long chdb_result_rows_written(Pointer result);

    long chdb_result_bytes_written(Pointer result);

    @Nullable
    String chdb_result_error(Pointer result);
}
