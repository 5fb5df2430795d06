package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Bars as JSON objects of {@link BarField}s, with their indicators as an object of their own. */
final class BarJson {

    private static final SerializedString INDICATORS = new SerializedString("indicators");
    /* As many as there are indicators; names of columns are few and stay. */
    private static final Map<String, SerializedString> NAMES = new ConcurrentHashMap<>();

    private BarJson() {}

    /** One bar, with the fields and indicators asked for. */
    static void write(Bar bar, @Nullable IndicatorValues indicators, SeriesWish wish, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        fields(bar, wish.fields(), json);
        if (indicators != null) {
            json.writeFieldName(INDICATORS);
            json.writeStartObject();
            values(indicators, wish, json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** One bar alone, with every field. */
    static void write(Bar bar, JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields(bar, BarField.ALL, json);
        json.writeEndObject();
    }

    /** Fields of a bar in an object that is open. */
    static void fields(Bar bar, List<BarField> fields, JsonGenerator json) throws IOException {
        for (BarField field : fields) {
            field.write(bar, json);
        }
    }

    /** The values as fields of an object that is open. */
    static void values(IndicatorValues indicators, SeriesWish wish, JsonGenerator json) throws IOException {
        List<IndicatorColumn> columns = indicators.columns();
        for (int index = 0; index < columns.size(); index++) {
            String name = columns.get(index).name();
            if (wish.isNamed(name)) {
                json.writeFieldName(NAMES.computeIfAbsent(name, SerializedString::new));
                FieldText.number(indicators.value(index), json);
            }
        }
    }
}
