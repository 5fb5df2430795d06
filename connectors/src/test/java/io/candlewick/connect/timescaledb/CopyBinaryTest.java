package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.FieldWriter;
import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.market.Bar;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CopyBinaryTest {

    private final GrowingBytes bytes = new GrowingBytes();
    private final CopyBinary copy = new CopyBinary(bytes);

    @Test
    void shouldFrameRowsAsPostgresReadsThem() {
        copy.begin();
        copy.beginRow(2);
        copy.int32(7);
        copy.nullableText(null);
        copy.end();

        assertThat(hex())
                .isEqualTo("5047434f50590aff0d0a00" + "00000000" + "00000000" + "0002" + "00000004" + "00000007"
                        + "ffffffff" + "ffff");
    }

    @Test
    void shouldEncodeEachType() {
        copy.text("a€");
        copy.int64(-2);
        copy.float64(1.5);
        copy.bool(true);

        assertThat(hex())
                .isEqualTo("00000004" + "61e282ac" + "00000008" + "fffffffffffffffe" + "00000008" + "3ff8000000000000"
                        + "00000001" + "01");
    }

    @Test
    void shouldCountTimesFromTheYear2000() {
        copy.time(946_684_800_000_001L);
        copy.time(0);

        assertThat(hex()).isEqualTo("00000008" + "0000000000000001" + "00000008" + "fffca2fec4c82000");
    }

    @Test
    void shouldWriteAbsentValuesAsNull() {
        copy.nullableFloat64(Double.NaN);
        copy.nullableTime(Bar.NO_TIME);
        copy.nullableInt32(FieldWriter.NO_NUMBER);
        copy.nullableInt64(FieldWriter.NO_NUMBER);

        assertThat(hex()).isEqualTo("ffffffff".repeat(4));
    }

    private String hex() {
        return HexFormat.of().formatHex(bytes.toBytes());
    }
}
