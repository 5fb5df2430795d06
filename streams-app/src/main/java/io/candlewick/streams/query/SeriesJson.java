package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Answers as JSON: one object that says where the bars come from and what is missing, then the bars. */
final class SeriesJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

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
