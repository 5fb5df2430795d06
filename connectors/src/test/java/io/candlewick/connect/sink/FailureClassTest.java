package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassTest {

    @ParameterizedTest
    @CsvSource({
        "08006, RETRYABLE", // connection lost
        "57P01, RETRYABLE", // server shutting down
        "57014, RETRYABLE", // statement timeout
        "40P01, RETRYABLE", // deadlock
        "53100, RETRYABLE", // disk full
        "53300, RETRYABLE", // too many connections
        "25006, RETRYABLE", // read-only
        "22021, BAD_ROW", // zero byte in a text
        "23514, BAD_ROW", // check constraint
        "22P03, FATAL", // a column's type was changed
        "42703, FATAL", // a column is not there
        "42P01, FATAL", // a table is not there
        "42501, FATAL", // not allowed
        "28P01, FATAL", // wrong password
    })
    void shouldClassifySqlStates(String state, FailureClass expected) {
        assertThat(FailureClass.of(new SQLException("any", state))).isEqualTo(expected);
    }

    @Test
    void shouldRetryWhenTheDriverOnlySaysThatTheNetworkFailed() {
        SQLException failure = new SQLException("The connection attempt failed.", new ConnectException("refused"));

        assertThat(FailureClass.of(failure)).isEqualTo(FailureClass.RETRYABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "252, 500, RETRYABLE", // too many parts
        "241, 500, RETRYABLE", // memory limit
        "243, 500, RETRYABLE", // no space
        "242, 500, RETRYABLE", // read-only
        "202, 503, RETRYABLE", // too many queries
        "0, 503, RETRYABLE", // a proxy without a server
        "469, 500, BAD_ROW", // constraint
        "60, 404, FATAL", // no such table
        "16, 500, FATAL", // no such column
        "516, 403, FATAL", // wrong password
        "0, 404, FATAL", // not ClickHouse at all
    })
    void shouldClassifyClickHouseCodes(int code, int status, FailureClass expected) {
        assertThat(FailureClass.ofClickHouse(code, status)).isEqualTo(expected);
    }
}
