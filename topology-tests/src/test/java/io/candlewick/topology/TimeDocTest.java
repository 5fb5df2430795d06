package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Gap;
import io.candlewick.compose.RepositoryRoot;
import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.config.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Computes the examples of {@code docs/time.md}; {@code -Dcandlewick.write-docs=true} writes them. */
class TimeDocTest {

    private static final Path PAGE = RepositoryRoot.find().resolve("docs/time.md");
    private static final Pattern COMPUTED =
            Pattern.compile("(<!-- computed: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", Pattern.DOTALL);
    private static final List<String> TIMEFRAMES = List.of("1m", "15m", "1h", "4h", "1d", "1w");
    private static final TradingCalendar NEW_YORK = TradingCalendar.parse("America/New_York 17:00");

    @TempDir
    private Path state;

    @Test
    void shouldShowOnlyExamplesThatAreTrue() throws Exception {
        Map<String, String> computed = new LinkedHashMap<>();
        computed.put("bounds", bounds());
        computed.put("days", days());
        computed.put("long-day", longDay());
        computed.put("half-day", halfDay());
        computed.put("closing", closing());
        computed.put("holes", holes());
        String before = Files.readString(PAGE);

        String page = COMPUTED.matcher(before)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + "\n"
                        + computed.getOrDefault(found.group(2), "unknown example " + found.group(2) + "\n")
                        + "\n"
                        + found.group(4)));
        if (Boolean.getBoolean("candlewick.write-docs")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/time.md; write it anew with -Dcandlewick.write-docs=true")
                .hasContent(page);
        assertThat(page).doesNotContain("unknown example");
    }

    private static String bounds() {
        long timeUs = us("2026-03-10T14:47:31.250Z");
        List<String> calendars = List.of("utc", "America/New_York 17:00", "fx", "us-equities");
        StringBuilder table =
                new StringBuilder("| timeframe | " + String.join(" | ", calendars) + " |\n|---|---|---|---|---|\n");
        for (String timeframe : TIMEFRAMES) {
            table.append("| `").append(timeframe).append("` |");
            for (String calendar : calendars) {
                TradingCalendar days = TradingCalendar.parse(calendar);
                table.append(' ')
                        .append(span(
                                days.startOf(Timeframe.parse(timeframe), timeUs),
                                days.endOf(Timeframe.parse(timeframe), timeUs)))
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String days() {
        StringBuilder table = new StringBuilder("| day | UTC | hours |\n|---|---|---|\n");
        for (String noon : List.of(
                "2026-03-06T12:00:00Z",
                "2026-03-08T12:00:00Z",
                "2026-03-09T12:00:00Z",
                "2026-10-31T12:00:00Z",
                "2026-11-01T12:00:00Z",
                "2026-11-02T12:00:00Z")) {
            Timeframe day = Timeframe.parse("1d");
            long startUs = NEW_YORK.startOf(day, us(noon));
            long endUs = NEW_YORK.endOf(day, us(noon));
            table.append(String.format(
                    Locale.ROOT,
                    "| that of %s | %s | %d |%n",
                    noon.substring(0, 10),
                    span(startUs, endUs),
                    (endUs - startUs) / 3_600_000_000L));
        }
        return table.toString();
    }

    private static String longDay() {
        return bars(NEW_YORK, "4h", us("2026-10-31T21:00:00Z"), us("2026-11-01T22:00:00Z"));
    }

    private static String halfDay() {
        TradingCalendar stocks = TradingCalendar.parse("us-equities");
        long fromUs = us("2026-11-27T14:00:00Z");
        long toUs = us("2026-11-27T18:30:00Z");
        StringBuilder text = new StringBuilder(bars(stocks, "1h", fromUs, toUs)).append("\nOpen: ");
        List<String> open = new ArrayList<>();
        for (TimeSpan span : stocks.openSpans(us("2026-11-27T00:00:00Z"), us("2026-11-28T00:00:00Z"))) {
            open.add(span(span.startUs(), span.endUs()));
        }
        return text.append(String.join(", ", open)).append(" UTC.\n").toString();
    }

    private static String bars(TradingCalendar calendar, String timeframe, long fromUs, long toUs) {
        StringBuilder table = new StringBuilder("| `" + timeframe + "` bar, UTC | minutes |\n|---|---|\n");
        for (long atUs = fromUs; atUs < toUs; atUs = calendar.endOf(Timeframe.parse(timeframe), atUs)) {
            long startUs = calendar.startOf(Timeframe.parse(timeframe), atUs);
            long endUs = calendar.endOf(Timeframe.parse(timeframe), atUs);
            table.append(
                    String.format(Locale.ROOT, "| %s | %d |%n", span(startUs, endUs), (endUs - startUs) / 60_000_000L));
        }
        return table.toString();
    }

    private String closing() {
        Example example = new Example("closing");
        example.step("feed says STARTED at 00:00:00", lane -> lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED));
        example.step("quote at 00:00:10, mid 1.1001", lane -> lane.quote("00:00:10", 1.1000, 1.1002));
        example.step("quote at 00:01:00.5, mid 1.1003", lane -> lane.quote("00:01:00.500", 1.1002, 1.1004));
        example.step("quote at 00:00:59.5, mid 1.1005", lane -> lane.quote("00:00:59.500", 1.1004, 1.1006));
        example.step("feed says ALIVE up to 00:01:01.999999", lane -> lane.alive("00:01:01.999999"));
        example.step("feed says ALIVE up to 00:01:02", lane -> lane.alive("00:01:02"));
        example.step("quote at 00:00:30, mid 1.0999", lane -> lane.quote("00:00:30", 1.0998, 1.1000));
        example.step("the same quote again", lane -> lane.quote("00:00:30", 1.0998, 1.1000));
        example.step("feed says ALIVE up to 00:05:02", lane -> lane.alive("00:05:02"));
        example.step("quote of the evening two days before", lane -> lane.quote("2014-05-03T20:00:00Z", 1.1, 1.1002));
        return example.table();
    }

    private String holes() {
        Example example = new Example("holes");
        example.step("feed says STARTED at 00:00:00", lane -> lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED));
        example.step("quote at 00:00:10", lane -> lane.quote("00:00:10", 1.1000, 1.1002));
        example.step("quote at 00:03:10", lane -> lane.quote("00:03:10", 1.1000, 1.1002));
        example.step("feed says ALIVE up to 00:04:02", lane -> lane.alive("00:04:02"));
        example.step("feed says DOWN at 00:04:30", lane -> lane.mark(EUR_USD, "00:04:30", FeedStatus.DOWN));
        example.step("feed says STARTED at 00:07:20", lane -> lane.mark(EUR_USD, "00:07:20", FeedStatus.STARTED));
        example.step("quote at 00:07:30", lane -> lane.quote("00:07:30", 1.1000, 1.1002));
        example.step("feed says ALIVE up to 00:08:02", lane -> lane.alive("00:08:02"));
        return example.table();
    }

    private interface Step {
        void go(LaneDriver lane);
    }

    /** A table of what goes into a live lane and what it says. */
    private final class Example {

        private final LaneDriver lane;
        private final StringBuilder table = new StringBuilder("| goes in | is said |\n|---|---|\n");

        Example(String name) {
            lane = new LaneDriver(Lane.LIVE, state.resolve(name));
            lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        }

        void step(String what, Step step) {
            step.go(lane);
            List<String> said = new ArrayList<>();
            lane.bars.readValuesToList().forEach(bar -> said.add(text(bar)));
            lane.gaps.readValuesToList().forEach(gap -> said.add(text(gap)));
            lane.rejected
                    .readRecordsToList()
                    .forEach(tick ->
                            said.add("rejected: " + reason(tick.headers().lastHeader("reject_reason"))));
            table.append("| ")
                    .append(what)
                    .append(" | ")
                    .append(said.isEmpty() ? "nothing" : String.join("<br>", said))
                    .append(" |\n");
        }

        String table() {
            lane.close();
            return table.toString();
        }
    }

    private static String reason(org.apache.kafka.common.header.Header header) {
        return new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String text(Bar bar) {
        return String.format(
                Locale.ROOT,
                "`%s` from %s %s revision %d%s: open %.4f high %.4f low %.4f close %.4f, %d ticks%s",
                bar.key().timeframe().code(),
                time(bar.key().startTimeUs()).substring(11),
                bar.status(),
                bar.revision(),
                bar.cause() == null ? "" : " " + bar.cause(),
                bar.price().open(),
                bar.price().high(),
                bar.price().low(),
                bar.price().close(),
                bar.tickCount(),
                bar.complete() ? "" : ", complete=false");
    }

    private static String text(Gap gap) {
        return String.format(
                Locale.ROOT,
                "gap %s to %s %s",
                time(Times.us(gap.getFromTime())).substring(11),
                time(Times.us(gap.getToTime())).substring(11),
                gap.getReason());
    }

    private static String span(long startUs, long endUs) {
        String start = time(startUs);
        String end = time(endUs);
        return start + " to " + (start.substring(0, 10).equals(end.substring(0, 10)) ? end.substring(11) : end);
    }

    /* Seconds only where there are any: 03-10 14:47. */
    private static String time(long timeUs) {
        String text = Instant.EPOCH.plusNanos(timeUs * 1_000).toString();
        String minutes = text.substring(0, 10) + " " + text.substring(11, 16);
        return text.startsWith(":00Z", 16) ? minutes : minutes + text.substring(16, text.length() - 1);
    }

    private static long us(String iso) {
        return Times.us(Instant.parse(iso));
    }
}
