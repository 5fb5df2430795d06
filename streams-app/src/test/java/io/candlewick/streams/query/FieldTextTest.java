package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.candlewick.market.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "42, 42.0",
        "-1, -1.0",
        "1.38663, 1.38663",
        "-0.000017, -0.000017",
        "0.1, 0.1",
        "9500.01, 9500.01",
        "99999999.999999, 99999999.999999",
        "0.30000000000000004, 0.30000000000000004",
        "100000000.5, 1.000000005E8",
        "NaN, null"
    })
    void shouldWriteDecimalsAsPeopleDo(double number, String text) throws IOException {
        assertThat(written(json -> FieldText.number(number, json))).isEqualTo(text);
    }

    @Test
    void shouldLoseNothingOfAnyNumber() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 50_000; round++) {
            double number = round % 2 == 0
                    ? random.nextInt(2_000_000_000) / Math.pow(10, random.nextInt(9))
                    : random.nextGaussian() * Math.pow(10, random.nextInt(20) - 8);
            assertThat(Double.parseDouble(written(json -> FieldText.number(number, json))))
                    .isEqualTo(number);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1972-02-29T23:59:59.999999Z",
                "2000-02-29T12:00:00Z",
                "2014-05-01T05:00:00.001Z",
                "2026-12-31T23:59:59.000001Z",
                "2099-12-31T23:59:59Z",
                "2100-03-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void shouldWriteTimesAsTheVocabularyDoes(String time) throws IOException {
        long timeUs = Times.us(Instant.parse(time));

        assertThat(written(json -> FieldText.time(timeUs, json))).isEqualTo('"' + Times.text(timeUs) + '"');
    }

    @Test
    void shouldKnowEveryDay() throws IOException {
        for (LocalDate day = LocalDate.of(1970, 1, 1); day.getYear() < 2101; day = day.plusDays(1)) {
            long timeUs = Times.us(day.atStartOfDay().toInstant(ZoneOffset.UTC));
            assertThat(written(json -> FieldText.time(timeUs, json))).isEqualTo('"' + Times.text(timeUs) + '"');
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String written(Writing writing) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            writing.to(json);
        }
        return text.toString();
    }
}
