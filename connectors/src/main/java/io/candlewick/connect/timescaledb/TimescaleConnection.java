package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections as the options say, and puts their failures into one line. */
final class TimescaleConnection {

    private static final String APPLICATION = "candlewick-timescaledb-sink";

    private TimescaleConnection() {}

    static PGSimpleDataSource dataSource(TimescaleOptions options) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(options.url());
        source.setUser(options.user());
        source.setPassword(options.password());
        source.setApplicationName(APPLICATION);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(seconds(options.connectTimeout().toSeconds()));
        source.setLoginTimeout(seconds(options.connectTimeout().toSeconds()));
        // A server that hangs without closing its sockets is noticed by this and by nothing else.
        source.setSocketTimeout(seconds(options.statementTimeout().toSeconds()));
        return source;
    }

    private static int seconds(long seconds) {
        return Math.toIntExact(Math.max(1, Math.min(seconds, Integer.MAX_VALUE)));
    }

    static Connection open(TimescaleOptions options) throws SQLException {
        return dataSource(options).getConnection();
    }

    static DeliveryException failure(TimescaleOptions options, String what, SQLException cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new DeliveryException(
                FailureClass.of(cause),
                what + " at " + options.url() + ": "
                        + message.lines()
                                .map(String::strip)
                                .reduce((a, b) -> a + " " + b)
                                .orElse("no reason given"),
                cause);
    }
}
