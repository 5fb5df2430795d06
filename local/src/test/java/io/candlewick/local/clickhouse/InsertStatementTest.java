package io.candlewick.local.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsertStatementTest {
    private static final Path FILE = Path.of("/spool/it's");

    @Test
    void shouldReadTheFileInsteadOfTheBody() {
        InsertStatement insert = InsertStatement.parse("INSERT INTO `bars` (a, b) FORMAT RowBinary")
                .orElseThrow();

        assertThat(insert.reading(FILE))
                .isEqualTo("INSERT INTO `bars` (a, b) FROM INFILE '/spool/it\\'s' COMPRESSION 'none' FORMAT RowBinary");
    }

    @Test
    void shouldKeepTheStatementsOwnSettingsBehindTheFile() {
        InsertStatement insert = InsertStatement.parse("insert into t settings max_threads=1 format TSV;\n")
                .orElseThrow();

        assertThat(insert.reading(Path.of("/f")))
                .isEqualTo("insert into t FROM INFILE '/f' COMPRESSION 'none' settings max_threads=1 FORMAT TSV");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 1 FORMAT CSV", "INSERT INTO t VALUES (1)", "INSERT INTO t SELECT 1", "CREATE TABLE t"})
    void shouldLeaveOtherStatementsAlone(String sql) {
        assertThat(InsertStatement.parse(sql)).isEmpty();
    }

    @Test
    void shouldReadTheCodeFromTheEnginesWords() {
        EngineException unknownTable = EngineException.ofEngine("Code: 60. DB::Exception: no t. (UNKNOWN_TABLE)");

        assertThat(unknownTable.code()).isEqualTo(60);
        assertThat(unknownTable.httpStatus()).isEqualTo(404);
        assertThat(EngineException.ofEngine("something else").httpStatus()).isEqualTo(500);
    }
}
