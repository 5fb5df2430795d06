package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import io.candlewick.market.fixtures.Fixtures;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.query.BothAnswers;
import io.candlewick.streams.query.BothAnswers.Question;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer with what was kept of earlier ones is byte for byte the one made anew, whatever became of the bars in between. */
class KeptAnswersTest {

    private static final long MINUTE_US = 60_000_000L;
    private static final Instant START = Instant.parse("2014-05-05T00:00:00Z");
    private static final Set<String> SOME = Set.of("sma_20", "ema_50", "rsi_14");
    private static final List<Set<String>> INDICATORS = List.of(Set.of(), SOME, Set.of("all"));
    private static final List<Set<String>> FIELDS =
            List.of(Set.of(), Set.of("start_time", "close"), Set.of("start_time", "open", "version"));

    private final Instrument instrument = LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2));

    @TempDir
    private Path stateDir;

    private LaneDriver lane;
    private BothAnswers answers;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir);
        lane.instrument(instrument);
        lane.mark(EUR_USD, START.toString(), FeedStatus.STARTED);
        answers = new BothAnswers(
                lane::store, instrument, new StateCodec(new TimeframeTree(Timeframe.STANDARD)), LaneDriver.INDICATORS);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldSayTheSameAfterNewLateMissingAndRepairedBars() throws Exception {
        Random random = new Random(11);
        int minute = 0;
        for (int step = 0; step < 400; step++) {
            int dice = random.nextInt(20);
            if (dice < 12) {
                quoteMinute(minute++, random);
            } else if (dice < 15) {
                lateQuote(Math.max(0, minute - 1 - random.nextInt(30)), random);
            } else if (dice < 16) {
                minute += 1 + random.nextInt(4);
                lane.alive(at(minute, 5));
            } else if (dice < 18) {
                repair(Math.max(0, minute - 2 - random.nextInt(40)));
            } else {
                lane.seed(vendorBar(-1 - random.nextInt(100)));
            }
            // Corrections reach the indicators a moment later.
            lane.pass(Duration.ofMillis(100), Duration.ofMillis(100));
            for (int asked = 0; asked < 3; asked++) {
                shouldAgree(question(random, List.of(1, 5, 33, 100, 2_000)));
            }
        }
        assertThat(answers.kept(new Question(Timeframe.M1, 2_000, Set.of(), Set.of(), false, false)))
                .contains("CORRECTED")
                .contains("VENDOR");
        assertThat(answers.ofText()).isGreaterThan(1_000);
    }

    @Test
    void shouldSayTheSameWhileIndicatorsAreSavedAndOldBarsGo() throws Exception {
        Random random = new Random(12);
        for (int minute = 0; minute < 1_400; minute++) {
            quoteMinute(minute, random);
            if (minute % 97 == 0) {
                lateQuote(Math.max(0, minute - 3), random);
            }
            lane.pass(Duration.ofMillis(100), Duration.ofMillis(100));
            if (minute % 7 == 0 || minute > 1_380) {
                shouldAgree(question(random, List.of(20, 500, 2_000)));
            }
        }
    }

    @Test
    void shouldSayTheSameWhenNothingWasAskedForALongTime() throws Exception {
        Random random = new Random(13);
        Question question = new Question(Timeframe.M1, 50, SOME, Set.of(), false, true);
        for (int minute = 0; minute < 300; minute++) {
            quoteMinute(minute, random);
            if (minute % 100 == 20) {
                shouldAgree(question);
            }
        }
        shouldAgree(question);
    }

    @Test
    void shouldAnswerWhileTheTaskWritesWithoutEitherWaitingForTheOther() throws Exception {
        Question question = new Question(Timeframe.M1, 50, SOME, Set.of(), false, true);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> asking = CompletableFuture.supplyAsync(() -> {
            int answers = 0;
            while (!ended.get()) {
                answers += answered(question);
            }
            return answers;
        });
        Random random = new Random(14);

        for (int minute = 0; minute < 300 && !asking.isDone(); minute++) {
            quoteMinute(minute, random);
        }
        ended.set(true);

        assertThat(asking.get(30, TimeUnit.SECONDS)).isPositive();
        shouldAgree(question);
    }

    private int answered(Question question) {
        try {
            answers.made(question);
            answers.kept(question);
            return 1;
        } catch (StoreUnavailableException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void shouldAgree(Question question) throws Exception {
        assertThat(answers.kept(question)).as("%s", question).isEqualTo(answers.made(question));
    }

    private static Question question(Random random, List<Integer> limits) {
        Set<String> indicators = INDICATORS.get(random.nextInt(3));
        return new Question(
                random.nextInt(5) == 0 ? Timeframe.parse("5m") : Timeframe.M1,
                limits.get(random.nextInt(limits.size())),
                indicators,
                FIELDS.get(random.nextInt(3)),
                random.nextInt(4) == 0,
                random.nextBoolean());
    }

    private void quoteMinute(int minute, Random random) {
        for (int quotes = random.nextInt(3); quotes >= 0; quotes--) {
            double bid = 1 + random.nextInt(1_000) / 1e4;
            lane.quote(at(minute, 10 + 10 * (2 - quotes)), bid, bid + 0.0001 * random.nextInt(5));
        }
        lane.alive(at(minute, 50));
    }

    private void lateQuote(int minute, Random random) {
        double bid = 1 + random.nextInt(1_000) / 1e4;
        lane.quote(at(minute, random.nextInt(60)), bid, bid + 0.0002);
    }

    private void repair(int minute) {
        long startUs = LaneDriver.at(at(minute, 0));
        lane.vendorBar(vendorBar(minute), startUs, startUs + MINUTE_US);
    }

    private static Bar vendorBar(int minute) {
        double price = 1.05;
        return Fixtures.aBar()
                .fromUs(LaneDriver.at(at(minute, 0)))
                .quotes(new Ohlc(price, price, price, price), 0.0001)
                .build()
                .from(BarSource.VENDOR, true);
    }

    private static String at(int minute, int second) {
        return START.plusSeconds(60L * minute + second).toString();
    }
}
