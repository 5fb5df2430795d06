package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.EUR_USD;
import static io.candlewick.streams.domain.bar.SymbolScript.FEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickAction;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes in, what is kept of a symbol stops growing: six weeks of event time hold no more than three. */
class BoundedStateTest {

    private static final long MINUTE_US = 60_000_000L;
    private static final int MINUTES_A_WEEK = 7 * 24 * 60;

    @Test
    void shouldKeepNoMoreAfterSixWeeksThanAfterThree() {
        SymbolScript script = new SymbolScript(SymbolScript.TRADED);
        long startUs = SymbolScript.at("2014-05-05T00:00:00Z");
        script.started(FEED, startUs);
        List<List<Integer>> kept = new ArrayList<>();
        int[] tooLate = {0};

        for (int minute = 0; minute < 6 * MINUTES_A_WEEK; minute++) {
            long timeUs = startUs + minute * MINUTE_US;
            script.add(trade(timeUs + 1, minute));
            script.add(trade(timeUs + 1, minute));
            if (minute % 100 == 50) {
                script.add(trade(timeUs - 30 * MINUTE_US + 2, -minute));
                script.add(trade(timeUs - 20 * MINUTE_US + 1, minute - 20).as(TickAction.CANCEL));
                if (script.add(trade(timeUs - 3_000 * MINUTE_US, -minute)) == Admission.TOO_LATE) {
                    tooLate[0]++;
                }
            }
            if (minute % 1_000 == 500) {
                String time = Times.instant(timeUs).toString();
                script.down(FEED, time);
                script.started(time);
            }
            if (minute % (3 * MINUTES_A_WEEK) == 3 * MINUTES_A_WEEK - 1) {
                List<Integer> sizes = new ArrayList<>();
                for (Timeframe timeframe : Timeframe.STANDARD) {
                    sizes.add(script.storedBars(timeframe));
                }
                sizes.add(script.keptBars());
                sizes.add(script.bytes().length / 1_000);
                kept.add(sizes);
            }
            script.news();
            script.gaps();
            script.requests();
        }

        assertThat(kept).hasSize(2);
        for (int index = 0; index < kept.get(0).size(); index++) {
            assertThat(kept.get(1).get(index))
                    .as("kind of state %d", index)
                    .isLessThanOrEqualTo(kept.get(0).get(index) + 2);
        }
        assertThat(kept.get(1).get(0)).isBetween(24 * 60, 27 * 60);
        assertThat(tooLate[0]).isPositive();
    }

    private static Tick trade(long timeUs, int id) {
        return Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, 0),
                EUR_USD,
                timeUs,
                0,
                1.1,
                2,
                AggressorSide.BUY,
                "t" + id);
    }
}
