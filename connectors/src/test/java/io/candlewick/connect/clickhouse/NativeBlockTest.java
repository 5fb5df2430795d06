package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.FieldWriter;
import io.candlewick.connect.sink.GrowingBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeBlockTest {

    private final GrowingBytes bytes = new GrowingBytes();
    private final RowBinary rows = new RowBinary(bytes);
    private final List<Integer> starts = new ArrayList<>();
    private final NativeBlock block = new NativeBlock();

    @Test
    void shouldPutColumnAfterColumn() {
        row("a", 1, 7);
        row("bc", FieldWriter.NO_NUMBER, -1);

        block.fill(List.of("s", "n", "i"), rows.types(), bytes.array(), starts::get, 2);

        assertThat(hex())
                .isEqualTo("03" + "02"
                        + "0173" + "06" + ascii("String") + "0161" + "026263"
                        + "016e" + "0f" + ascii("Nullable(Int64)") + "0001" + "0100000000000000" + "0000000000000000"
                        + "0169" + "05" + ascii("Int32") + "07000000" + "ffffffff");
    }

    @Test
    void shouldLeaveNothingOfTheBlockBefore() {
        row("x".repeat(10_000), 5, 1);
        row("y", 6, 2);
        block.fill(List.of("s", "n", "i"), rows.types(), bytes.array(), starts::get, 2);
        int from = bytes.length();
        row("", FieldWriter.NO_NUMBER, 3);

        block.fill(List.of("s", "n", "i"), rows.types(), bytes.array(), index -> from, 1);

        assertThat(hex())
                .isEqualTo("03" + "01"
                        + "0173" + "06" + ascii("String") + "00"
                        + "016e" + "0f" + ascii("Nullable(Int64)") + "01" + "0000000000000000"
                        + "0169" + "05" + ascii("Int32") + "03000000");
    }

    @Test
    void shouldTakeAbsentTextsForEmptyOnes() {
        starts.add(bytes.length());
        rows.beginRow(2);
        rows.nullableText(null);
        rows.bool(true);
        starts.add(bytes.length());
        rows.beginRow(2);
        rows.nullableText("z");
        rows.bool(false);

        block.fill(List.of("t", "b"), rows.types(), bytes.array(), starts::get, 2);

        assertThat(hex())
                .isEqualTo("02" + "02"
                        + "0174" + "10" + ascii("Nullable(String)") + "0100" + "00" + "017a"
                        + "0162" + "04" + ascii("Bool") + "01" + "00");
    }

    @Test
    void shouldKeepTheOrderOfMoreRowsThanAreTakenAtOnce() {
        for (int number = 0; number < 150; number++) {
            row(Integer.toString(number), number, number);
        }

        block.fill(List.of("s", "n", "i"), rows.types(), bytes.array(), starts::get, 150);

        StringBuilder texts = new StringBuilder();
        for (int number = 0; number < 150; number++) {
            String text = Integer.toString(number);
            texts.append("0").append(text.length()).append(ascii(text));
        }
        assertThat(hex())
                .startsWith("03" + "9601" + "0173" + "06" + ascii("String") + texts + "016e")
                .endsWith("93000000" + "94000000" + "95000000");
    }

    private void row(String text, long nullable, int number) {
        starts.add(bytes.length());
        rows.beginRow(3);
        rows.text(text);
        rows.nullableInt64(nullable);
        rows.int32(number);
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private String hex() {
        return HexFormat.of().formatHex(Arrays.copyOf(block.array(), block.length()));
    }
}
