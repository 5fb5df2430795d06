package io.candlewick.ingest.venue.yahoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.ingest.fuzz.Junk;
import io.candlewick.ingest.fuzz.Tally;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

/** Whatever comes from the vendor, the answer as a whole is refused or its rows one by one, and a broken row costs no other. */
class YahooFuzzTest {

    private static final Tally ANSWERS = new Tally("Yahoo answers");
    private static final long TEN = 1_704_189_600L;
    private static final int ROWS = 6;

    @Property
    void shouldLoseNoBarBesideARowThatIsNone(@ForAll long seed, @ForAll boolean daily) throws IOException {
        Random random = new Random(seed);
        int broken = random.nextInt(ROWS - 1);
        List<List<String>> columns = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
            List<String> values = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                boolean damaged = row == broken && random.nextBoolean();
                values.add(damaged ? Junk.value(random) : value(column, row));
            }
            columns.add(values);
        }
        CollectedBars collected = new CollectedBars();

        YahooChart.read(answer("5", columns), range(daily), new VendorBars(range(daily), collected));

        ANSWERS.input();
        ANSWERS.taken(collected.bars().size());
        ANSWERS.refused(collected.rejects().size());
        if (!daily) {
            assertThat(collected.bars().size()).isGreaterThanOrEqualTo(ROWS - 1);
        }
    }

    @Property
    void shouldTakeAnyMetaForWhatItIs(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        CollectedBars collected = new CollectedBars();

        YahooChart.read(answer(Junk.value(random), whole()), range(false), new VendorBars(range(false), collected));

        ANSWERS.input();
        ANSWERS.taken(collected.bars().size());
        ANSWERS.refused(collected.rejects().size());
        assertThat(collected.bars().size() + collected.rejects().size()).isEqualTo(ROWS);
    }

    @Property
    void shouldOnlyRefuseAnswersThatAreDamaged(@ForAll long seed) {
        CollectedBars collected = new CollectedBars();
        ANSWERS.input();
        try {
            YahooChart.read(
                    Junk.bytes(answer("5", whole()), new Random(seed)),
                    range(false),
                    new VendorBars(range(false), collected));
        } catch (IOException refused) {
            ANSWERS.refused(1);
        }
        ANSWERS.taken(collected.bars().size());
    }

    /* A price of two milliard digits does not fit into any memory. */
    @Test
    void shouldNotRoundToAsManyDigitsAsItIsTold() throws IOException {
        CollectedBars collected = new CollectedBars();

        YahooChart.read(answer("2000000000", whole()), range(false), new VendorBars(range(false), collected));

        assertThat(collected.bars()).hasSize(ROWS);
    }

    @AfterContainer
    static void tell() {
        ANSWERS.print();
    }

    private static String value(int column, int row) {
        return switch (column) {
            case 0 -> Long.toString(TEN + row * 60L);
            case 2 -> "1.2";
            case 3 -> "1.0";
            case 5 -> "0";
            default -> "1.1";
        };
    }

    private static List<List<String>> whole() {
        List<List<String>> columns = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
            List<String> values = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                values.add(value(column, row));
            }
            columns.add(values);
        }
        return columns;
    }

    private static byte[] answer(String priceHint, List<List<String>> columns) {
        return ("{\"chart\":{\"result\":[{\"meta\":{\"priceHint\":" + priceHint + "},\"timestamp\":[" + list(columns, 0)
                        + "],\"indicators\":{\"quote\":[{\"open\":[" + list(columns, 1) + "],\"high\":["
                        + list(columns, 2) + "],\"low\":[" + list(columns, 3) + "],\"close\":[" + list(columns, 4)
                        + "],\"volume\":[" + list(columns, 5) + "]}]}}],\"error\":null}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String list(List<List<String>> columns, int column) {
        return String.join(",", columns.get(column));
    }

    private static io.candlewick.ingest.venue.SeriesRange range(boolean daily) {
        return CollectedBars.range(
                "EUR/USD",
                "yahoo",
                "EURUSD=X",
                daily ? Timeframe.D1 : Timeframe.M1,
                "2024-01-02T10:00:00Z",
                "2024-01-02T11:00:00Z");
    }
}
