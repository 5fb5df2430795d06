package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.FieldWriter;
import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.market.Bar;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RowBinaryTest {

    private final GrowingBytes bytes = new GrowingBytes();
    private final RowBinary row = new RowBinary(bytes);

    @Test
    void shouldEncodeEachType() {
        row.beginRow(6);
        row.text("a€");
        row.int32(7);
        row.int64(-2);
        row.float64(1.5);
        row.bool(true);
        row.time(1);

        assertThat(hex())
                .isEqualTo("04" + "61e282ac" + "07000000" + "feffffffffffffff" + "000000000000f83f" + "01"
                        + "0100000000000000");
    }

    @Test
    void shouldMarkPresentValuesOfNullableColumns() {
        row.beginRow(3);
        row.nullableText("b");
        row.nullableFloat64(1.5);
        row.nullableInt32(7);

        assertThat(hex()).isEqualTo("000162" + "00000000000000f83f" + "0007000000");
    }

    @Test
    void shouldWriteAbsentValuesAsOneByte() {
        row.beginRow(5);
        row.nullableText(null);
        row.nullableFloat64(Double.NaN);
        row.nullableTime(Bar.NO_TIME);
        row.nullableInt32(FieldWriter.NO_NUMBER);
        row.nullableInt64(FieldWriter.NO_NUMBER);

        assertThat(hex()).isEqualTo("01".repeat(5));
    }

    @Test
    void shouldWriteLengthsOfLongTextsInSeveralBytes() {
        row.beginRow(1);
        row.text("x".repeat(300));

        assertThat(hex()).startsWith("ac0278").hasSize(2 * 302);
    }

    @Test
    void shouldKnowTheTypesAlsoAfterARowThatBrokeOff() {
        row.beginRow(2);
        row.text("a");
        row.nullableInt64(1);
        row.beginRow(2);
        row.text("b");

        assertThat(row.types()).containsExactly(ColumnType.TEXT, ColumnType.NULLABLE_INT64);
    }

    private String hex() {
        return HexFormat.of().formatHex(bytes.toBytes());
    }
}
