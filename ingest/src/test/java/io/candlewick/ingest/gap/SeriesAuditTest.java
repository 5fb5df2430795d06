package io.candlewick.ingest.gap;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.download.SpanSet;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesAuditTest {

    private static final Instrument FOREX = CollectedBars.instrument("EUR/USD", "polygon", "C:EURUSD");
    private static final long MINUTE = 60_000_000L;
    /* Wednesday. */
    private static final long FROM = us("2026-11-18T10:00:00Z");
    private static final long TO = us("2026-11-18T11:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-18T11:02:00Z");
    private static final GapBook.Series SERIES = new GapBook.Series("system", Symbol.of("EUR/USD"), Timeframe.M1);

    private final SpanSet quiet = new SpanSet();
    private final SpanSet answered = new SpanSet();
    private final SpanSet down = new SpanSet();
    private final SpanSet filling = new SpanSet();
    private final SpanSet failed = new SpanSet();
    private final SpanSet finer = new SpanSet();
    private long answerableUs = Long.MIN_VALUE;

    @Test
    void shouldFindNothingWhereEveryBarIsStored() {
        assertThat(holes(allBut())).isEmpty();
    }

    @Test
    void shouldGroupNeighboursAndTellStartMiddleAndEndApart() {
        List<SeriesAudit.Hole> holes = holes(allBut(0, 1, 2, 30, 31, 58, 59));

        assertThat(holes)
                .extracting(hole -> hole.position() + " " + Times.text(hole.fromUs()) + " " + Times.text(hole.toUs())
                        + " " + hole.bars())
                .containsExactly(
                        "START 2026-11-18T10:00:00Z 2026-11-18T10:03:00Z 3",
                        "MIDDLE 2026-11-18T10:30:00Z 2026-11-18T10:32:00Z 2",
                        "END 2026-11-18T10:58:00Z 2026-11-18T11:00:00Z 2");
        assertThat(holes).allMatch(hole -> hole.ask().equals(Optional.of(Lane.LIVE)));
    }

    @Test
    void shouldIgnoreAClosedMarketAndJoinWhatItParts() {
        /* Friday's last hour and Sunday's first: the market closes 22:00Z on Friday and opens 22:00Z on Sunday. */
        long friday = us("2026-11-13T21:00:00Z");
        long monday = us("2026-11-15T23:00:00Z");

        List<SeriesAudit.Hole> holes = SeriesAudit.holes(series(Timeframe.M1, friday, monday, new long[0]));

        assertThat(holes).hasSize(1);
        assertThat(holes.get(0).bars()).isEqualTo(120);
        assertThat(SeriesAudit.holes(
                        series(Timeframe.M1, us("2026-11-14T00:00:00Z"), us("2026-11-15T00:00:00Z"), new long[0])))
                .isEmpty();
    }

    @Test
    void shouldExplainWhatWasQuietAndWhatAVendorHasNoBarOf() {
        quiet.add(FROM, FROM + 2 * MINUTE);
        answered.add(FROM + 30 * MINUTE, FROM + 31 * MINUTE);

        assertThat(holes(allBut(0, 1, 30, 31)))
                .extracting(SeriesAudit.Hole::fromUs)
                .containsExactly(FROM + 31 * MINUTE);
    }

    @Test
    void shouldSayThatTheFeedWasDownWhereItWas() {
        down.add(FROM + 30 * MINUTE + 1, FROM + 31 * MINUTE);

        assertThat(holes(allBut(10, 30)))
                .extracting(SeriesAudit.Hole::reason)
                .containsExactly(GapReason.UNKNOWN, GapReason.FEED_DOWN);
    }

    @Test
    void shouldNotAskForWhatIsOnItsWayHasFailedOrIsTooOld() {
        filling.add(FROM + 10 * MINUTE, FROM + 11 * MINUTE);
        failed.add(FROM + 20 * MINUTE, FROM + 21 * MINUTE);
        answerableUs = FROM + 2 * MINUTE;

        List<SeriesAudit.Hole> holes = holes(allBut(1, 10, 20));

        assertThat(holes)
                .extracting(SeriesAudit.Hole::status)
                .containsExactly(GapStatus.UNFILLABLE, GapStatus.FILLING, GapStatus.UNFILLABLE);
        assertThat(holes).allMatch(hole -> hole.ask().isEmpty());
        assertThat(holes.get(0).note()).isEqualTo("no source answers before 2026-11-18T10:02:00Z");
    }

    @Test
    void shouldAskForLongHolesByTheHistoryLane() {
        long from = us("2026-11-18T00:00:00Z");

        List<SeriesAudit.Hole> holes = SeriesAudit.holes(series(Timeframe.M1, from, from + 361 * MINUTE, new long[0]));

        assertThat(holes).extracting(SeriesAudit.Hole::ask).containsExactly(Optional.of(Lane.HISTORY));
    }

    @Test
    void shouldLeaveCoarserBarsToTheFinerOnesTheyWillBeMadeOf() {
        finer.add(FROM + 30 * MINUTE, FROM + 31 * MINUTE);

        List<SeriesAudit.Hole> holes = SeriesAudit.holes(series(Timeframe.M15, FROM, TO, new long[0]));

        assertThat(holes)
                .extracting(hole -> Times.text(hole.fromUs()) + " " + hole.bars())
                .containsExactly("2026-11-18T10:00:00Z 2", "2026-11-18T10:45:00Z 1");
    }

    @Test
    void shouldNotBlameAMomentWithoutTheFeedForALongHole() {
        down.add(FROM + 30 * MINUTE, FROM + 31 * MINUTE);

        assertThat(holes(new long[0])).extracting(SeriesAudit.Hole::reason).containsExactly(GapReason.UNKNOWN);
    }

    @Test
    void shouldSayAHoleOnceAndAgainWhenItsStateChanges() {
        Map<String, Gap> first = changes(Map.of(), allBut(30));

        assertThat(first.keySet()).containsExactly("system|EUR/USD|1m|2026-11-18T10:30:00Z");
        assertThat(first.values()).extracting(Gap::getStatus).containsExactly(GapStatus.FILLING);
        filling.add(FROM + 30 * MINUTE, FROM + 31 * MINUTE);
        assertThat(changes(first, allBut(30))).isEmpty();
        assertThat(changes(first, allBut()).values()).extracting(Gap::getStatus).containsExactly(GapStatus.FILLED);
    }

    @Test
    void shouldCountDownWhatIsLeftOfAHoleInItsOwnRecord() {
        Map<String, Gap> first = changes(Map.of(), allBut(10, 11, 12, 13, 14));

        Map<String, Gap> then = changes(first, allBut(11, 13));

        assertThat(told(then)).containsExactly("10:10 10:15 FILLING 2");
        assertThat(told(changes(then, allBut(13)))).containsExactly("10:10 10:15 FILLING 1");
        assertThat(told(changes(then, allBut()))).containsExactly("10:10 10:15 FILLED 0");
    }

    @Test
    void shouldGoOnInTheSameRecordWhereAHoleGrows() {
        Map<String, Gap> first = changes(Map.of(), allBut(56, 57));

        assertThat(told(changes(first, allBut(56, 57, 58, 59)))).containsExactly("10:56 11:00 FILLING 4");
        assertThat(told(changes(first, allBut(55, 56, 57)))).containsExactly("10:55 10:56 FILLING 1");
    }

    @Test
    void shouldFillAHoleThatBeganBeforeAuditsLookBack() {
        Map<String, Gap> first = changes(Map.of(), allBut(0, 1, 2));
        long later = FROM + 2 * MINUTE;

        assertThat(told(changes(first, later, allBut(2)))).containsExactly("10:00 10:03 FILLING 1");
        assertThat(told(changes(first, later, allBut()))).containsExactly("10:00 10:03 FILLED 0");
        filling.add(FROM, FROM + MINUTE);
        assertThat(changes(first, later, allBut())).isEmpty();
    }

    @Test
    void shouldLeaveAHoleOpenThatHasBecomeTooOldUnlessItWasAnswered() {
        Map<String, Gap> first = changes(Map.of(), allBut(0, 1));
        long later = FROM + 2 * MINUTE;

        assertThat(told(changes(first, later, allBut()))).containsExactly("10:00 10:02 OPEN 2");
        answered.add(FROM, later);
        assertThat(told(changes(first, later, allBut()))).containsExactly("10:00 10:02 FILLED 0");
    }

    @Test
    void shouldSayThatAHoleCannotBeFilledOnceNothingOfItCan() {
        Map<String, Gap> first = changes(Map.of(), allBut(10, 11, 12));
        failed.add(FROM + 11 * MINUTE, FROM + 12 * MINUTE);

        assertThat(changes(first, allBut(10, 11, 12))).isEmpty();
        Map<String, Gap> hopeless = changes(first, allBut(11));
        assertThat(told(hopeless)).containsExactly("10:10 10:13 UNFILLABLE 1");
        assertThat(hopeless.values())
                .extracting(Gap::getNote)
                .first()
                .asString()
                .contains("the download failed");
    }

    private static List<String> told(Map<String, Gap> gaps) {
        return gaps.values().stream()
                .map(gap -> gap.getFromTime().toString().substring(11, 16) + " "
                        + gap.getToTime().toString().substring(11, 16) + " " + gap.getStatus() + " "
                        + gap.getMissingBars())
                .toList();
    }

    private Map<String, Gap> changes(Map<String, Gap> known, long[] starts) {
        return changes(known, FROM, starts);
    }

    private Map<String, Gap> changes(Map<String, Gap> known, long fromUs, long[] starts) {
        SeriesAudit.Series looked = series(Timeframe.M1, fromUs, TO, starts);
        return GapBook.changes(SERIES, looked, known, SeriesAudit.holes(looked), NOW);
    }

    private List<SeriesAudit.Hole> holes(long[] starts) {
        return SeriesAudit.holes(series(Timeframe.M1, FROM, TO, starts));
    }

    private SeriesAudit.Series series(Timeframe timeframe, long fromUs, long toUs, long[] starts) {
        return new SeriesAudit.Series(
                FOREX.calendar(),
                timeframe,
                fromUs,
                toUs,
                answerableUs,
                starts,
                quiet,
                answered,
                down,
                filling,
                failed,
                finer);
    }

    private static long[] allBut(int... minutes) {
        return LongStream.range(0, 60)
                .filter(minute -> Arrays.stream(minutes).noneMatch(missing -> missing == minute))
                .map(minute -> FROM + minute * MINUTE)
                .toArray();
    }

    private static long us(String time) {
        return Times.us(Instant.parse(time));
    }
}
