package io.candlewick.ingest.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.ingest.fuzz.Junk;
import io.candlewick.ingest.fuzz.Tally;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

/** Whatever comes from the vendor, nothing is thrown, every element is taken or refused with a reason, and a broken one costs no other. */
class AlpacaFuzzTest {

    private static final Tally FRAMES = new Tally("Alpaca frames");
    private static final Tally ANSWERS = new Tally("Alpaca answers");
    private static final List<String> ELEMENTS = List.of(
            "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":96921,\"x\":\"D\",\"p\":126.55,\"s\":1,\"t\":\"2021-02-22T15:51:44.208Z\",\"c\":[\"@\",\"I\"],\"z\":\"C\"}",
            "{\"T\":\"t\",\"S\":\"BTC/USD\",\"p\":42000.5,\"s\":0.001,\"t\":\"2024-01-02T10:00:00.123456789Z\",\"i\":1,\"tks\":\"S\"}",
            "{\"T\":\"success\",\"msg\":\"connected\"}",
            "{\"T\":\"error\",\"code\":406,\"msg\":\"connection limit exceeded\"}",
            "{\"T\":\"subscription\",\"trades\":[\"AAPL\"],\"quotes\":[],\"bars\":[]}");

    private final AlpacaMapper mapper = new AlpacaMapper("system", "alpaca", symbol -> true);

    private static final class Counted implements AlpacaMapper.Listener {

        private int ticks;
        private int others;
        private int rejects;

        @Override
        public void tick(Tick tick) {
            ticks++;
        }

        @Override
        public void success(String message) {
            others++;
        }

        @Override
        public void error(int code, String message) {
            others++;
        }

        @Override
        public void subscription(Map<String, Set<String>> held) {
            others++;
        }

        @Override
        public void reject(RejectCause cause, String detail, String element) {
            assertThat(detail).isNotBlank();
            rejects++;
        }

        int all() {
            FRAMES.taken(ticks + others);
            FRAMES.refused(rejects);
            return ticks + others + rejects;
        }
    }

    @Property(seed = "7")
    void shouldTakeOrRefuseEveryElementAndLoseNoNeighbour(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> elements = new ArrayList<>();
        int whole = 0;
        for (int count = random.nextInt(8); count >= 0; count--) {
            String element = ELEMENTS.get(random.nextInt(ELEMENTS.size()));
            boolean damaged = random.nextBoolean();
            elements.add(damaged ? Junk.object(element, random) : element);
            whole += damaged ? 0 : 1;
        }
        Counted counted = new Counted();

        mapper.map("[" + String.join(",", elements) + "]", 1, counted);

        FRAMES.input();
        assertThat(counted.all()).isEqualTo(elements.size());
        assertThat(counted.ticks + counted.others).isGreaterThanOrEqualTo(whole);
    }

    @Property(seed = "7")
    void shouldOnlyRefuseFramesThatAreDamaged(@ForAll long seed) {
        byte[] frame = ("[" + String.join(",", ELEMENTS) + "]").getBytes(StandardCharsets.UTF_8);
        Counted counted = new Counted();

        mapper.map(new String(Junk.bytes(frame, new Random(seed)), StandardCharsets.UTF_8), 1, counted);

        FRAMES.input();
        assertThat(counted.all()).isPositive();
    }

    @Property(seed = "7")
    void shouldLoseNoBarBesideARowThatIsNone(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        int whole = 0;
        for (int minute = 0; minute < 6; minute++) {
            boolean damaged = random.nextInt(3) == 0;
            rows.add(damaged ? Junk.object(row(minute), random) : row(minute));
            whole += damaged ? 0 : 1;
        }
        CollectedBars collected = new CollectedBars();

        AlpacaBars.read(answer(rows), Map.of("BTC/USD", gate(collected)));

        ANSWERS.input();
        ANSWERS.taken(collected.bars().size());
        ANSWERS.refused(collected.rejects().size());
        assertThat(collected.bars().size()).isGreaterThanOrEqualTo(whole);
    }

    @Property(seed = "7")
    void shouldOnlyRefuseAnswersThatAreDamaged(@ForAll long seed) {
        CollectedBars collected = new CollectedBars();
        ANSWERS.input();
        try {
            AlpacaBars.read(
                    Junk.bytes(answer(List.of(row(0), row(1), row(2))), new Random(seed)),
                    Map.of("BTC/USD", gate(collected)));
        } catch (IOException refused) {
            ANSWERS.refused(1);
        }
        ANSWERS.taken(collected.bars().size());
    }

    @Test
    void shouldRefuseOnlyTheRowWhoseTimeIsBeyondAllTimes() throws IOException {
        CollectedBars collected = new CollectedBars();
        String broken = row(1).replace("2024-01-02T10:01:00Z", "+1000000000-12-31T23:59:59.999999999Z");

        AlpacaBars.read(answer(List.of(row(0), broken, row(2))), Map.of("BTC/USD", gate(collected)));

        assertThat(collected.bars()).hasSize(2);
        assertThat(collected.rejects()).hasSize(1);
    }

    @Test
    void shouldRefuseOnlyTheRowWhoseCountIsTooGreat() throws IOException {
        CollectedBars collected = new CollectedBars();
        String broken = row(1).replace("\"n\":3", "\"n\":99999999999999999999");

        AlpacaBars.read(answer(List.of(row(0), broken, row(2))), Map.of("BTC/USD", gate(collected)));

        assertThat(collected.bars()).hasSize(2);
        assertThat(collected.rejects()).hasSize(1);
    }

    @AfterContainer
    static void tell() {
        FRAMES.print();
        ANSWERS.print();
    }

    private static String row(int minute) {
        return "{\"t\":\"2024-01-02T10:0" + minute
                + ":00Z\",\"o\":1.1,\"h\":1.2,\"l\":1.0,\"c\":1.1,\"v\":10,\"n\":3,\"vw\":1.1}";
    }

    private static byte[] answer(List<String> rows) {
        return ("{\"bars\":{\"BTC/USD\":[" + String.join(",", rows) + "]},\"next_page_token\":null}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static VendorBars gate(CollectedBars collected) {
        return new VendorBars(
                CollectedBars.range(
                        "BTC/USD", "alpaca", "BTC/USD", Timeframe.M1, "2024-01-02T10:00:00Z", "2024-01-02T11:00:00Z"),
                collected);
    }
}
