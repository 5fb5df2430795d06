package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClickHouseScriptTest {

    @Test
    void shouldSplitStatementsAndLeaveCommentsOut() {
        assertThat(ClickHouseScript.statements("-- why; indeed\nCREATE TABLE a (\n  b Int8\n);\n\nDROP TABLE c;\n"))
                .containsExactly("CREATE TABLE a (\n  b Int8\n)", "DROP TABLE c");
    }

    @Test
    void shouldRefuseAScriptThatEndsInMidStatement() {
        assertThatThrownBy(() -> ClickHouseScript.statements("DROP TABLE a"))
                .hasMessage("the last statement has no semicolon: DROP TABLE a");
    }
}
