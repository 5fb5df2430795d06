package io.candlewick.connect.clickhouse;

/** What a column is sent as; the server casts it to the table's own type, {@code String} to {@code LowCardinality(String)} for one. */
enum ColumnType {
    TEXT("String", 0),
    INT64("Int64", Long.BYTES),
    INT32("Int32", Integer.BYTES),
    FLOAT64("Float64", Double.BYTES),
    BOOL("Bool", 1),
    TIME("DateTime64(6, 'UTC')", Long.BYTES),
    NULLABLE_TEXT(TEXT),
    NULLABLE_INT64(INT64),
    NULLABLE_INT32(INT32),
    NULLABLE_FLOAT64(FLOAT64),
    NULLABLE_TIME(TIME);

    private final String sql;
    private final int width;
    private final boolean isNullable;

    ColumnType(String sql, int width) {
        this.sql = sql;
        this.width = width;
        this.isNullable = false;
    }

    ColumnType(ColumnType held) {
        this.sql = "Nullable(" + held.sql + ")";
        this.width = held.width;
        this.isNullable = true;
    }

    /** Its name in ClickHouse. */
    String sql() {
        return sql;
    }

    /** Bytes of a value that is there; 0 where values differ in length. */
    int width() {
        return width;
    }

    boolean isNullable() {
        return isNullable;
    }
}
