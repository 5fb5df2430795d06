package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers as JSON: one object that says where the bars come from and what is missing, then the bars. */
final class SeriesJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final int BAR_BYTES = 1_024;
    private static final int HEAD_BYTES = 512;

    private SeriesJson() {}

    static void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            describe(wish, answer, json);
            json.writeArrayFieldStart("bars");
            for (Bar bar : answer.bars()) {
                BarJson.write(bar, answer.indicators().get(bar.key().startTimeUs()), wish, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** Bars each by itself, as an answer has them between its brackets. */
    static WrittenBlock block(SeriesWish wish, boolean valuesOnly, List<Bar> bars, List<IndicatorValues> indicators) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bars.size() * BAR_BYTES);
        int[] ends = new int[bars.size()];
        long[] starts = new long[bars.size()];
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (int index = 0; index < ends.length; index++) {
                Bar bar = bars.get(index);
                IndicatorValues values = indicators.isEmpty() ? null : indicators.get(index);
                if (!valuesOnly) {
                    BarJson.write(bar, values, wish, json);
                } else if (values != null) {
                    write(values, wish, json);
                }
                json.flush();
                ends[index] = out.size();
                starts[index] = bar.key().startTimeUs();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        // The generator closed the array.
        byte[] text = Arrays.copyOf(out.toByteArray(), ends[ends.length - 1]);
        text[0] = ',';
        return new WrittenBlock(text, ends, starts, bars.get(bars.size() - 1).endTimeUs());
    }

    /** What stands around bars that are text already: the head, and the tail from there on. */
    static Frame frame(SeriesWish wish, boolean valuesOnly, SeriesAnswer about) throws IOException {
        ByteArrayOutputStream around = new ByteArrayOutputStream(HEAD_BYTES);
        try (JsonGenerator json = JSON.createGenerator(around)) {
            json.writeStartObject();
            describe(wish, about, json);
            json.writeArrayFieldStart(valuesOnly ? "values" : "bars");
            json.flush();
            int head = around.size();
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            return new Frame(around.toByteArray(), head);
        }
    }

    /**
     * An answer without its bars.
     *
     * @param text the head and the tail
     * @param head where the tail begins
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are written from where they are.
    record Frame(byte[] text, int head) {

        /** How long the answer is. */
        long lengthWith(WrittenAnswer answer) {
            return text.length
                    + answer.closed().length()
                    + (answer.open() == null ? 0 : answer.open().text().length);
        }

        /** Writes the answer. */
        void write(WrittenAnswer answer, OutputStream out) throws IOException {
            out.write(text, 0, head);
            answer.closed().writeTo(out);
            if (answer.open() != null) {
                out.write(answer.open().text());
            }
            out.write(text, head, text.length - head);
        }
    }

    static void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            describe(wish, answer, json);
            json.writeArrayFieldStart("values");
            for (Bar bar : answer.bars()) {
                IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                if (values != null) {
                    write(values, wish, json);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** What one instance holds, for another: {@link BarReader} reads it. */
    static void state(SeriesWish wish, LaneAnswer answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeBooleanField("standby", answer.standby());
            json.writeNumberField("lag", answer.lag());
            json.writeArrayFieldStart("bars");
            for (Bar bar : answer.bars()) {
                BarJson.write(bar, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("values");
            for (IndicatorValues values : answer.indicators()) {
                write(values, wish, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void describe(SeriesWish wish, SeriesAnswer answer, JsonGenerator json) throws IOException {
        json.writeStringField("tenant", wish.range().tenant());
        json.writeStringField("symbol", wish.range().symbol().text());
        json.writeStringField("timeframe", wish.range().timeframe().code());
        json.writeStringField("tier", answer.tier());
        json.writeNumberField("lag", answer.lag());
        json.writeObjectFieldStart("passed_over");
        for (Map.Entry<String, String> tier : answer.passedOver().entrySet()) {
            json.writeStringField(tier.getKey(), tier.getValue());
        }
        json.writeEndObject();
        json.writeBooleanField("complete", answer.complete());
        write(answer.holes(), json);
    }

    private static void write(List<Hole> holes, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("holes");
        for (Hole hole : holes) {
            json.writeStartObject();
            json.writeStringField("from_time", Times.text(hole.fromUs()));
            json.writeStringField("to_time", Times.text(hole.toUs()));
            json.writeNumberField("bars", hole.bars());
            json.writeBooleanField("requested", hole.requested());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(IndicatorValues values, SeriesWish wish, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("start_time", Times.text(values.key().startTimeUs()));
        json.writeStringField("status", values.status().name());
        json.writeNumberField("revision", values.revision());
        json.writeNumberField("bars_seen", values.barsSeen());
        json.writeObjectFieldStart("values");
        BarJson.values(values, wish, json);
        json.writeEndObject();
        json.writeEndObject();
    }
}
