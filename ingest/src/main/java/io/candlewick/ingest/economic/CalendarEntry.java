package io.candlewick.ingest.economic;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.Importance;
import io.candlewick.avro.TimePrecision;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry as a source tells it, in the common model: figures as text and, where they are numbers, as numbers.
 *
 * @param source who published it
 * @param sourceId the source's own id
 * @param time when it is due or was published
 * @param precision how far the time can be trusted
 * @param currency ISO 4217 code, or All
 * @param country ISO 3166 code or the country's name as published
 * @param title its name as published
 * @param importance as the source rates it
 * @param unit of the figures
 * @param actual the published figure
 * @param forecast the expected one
 * @param previous that of the period before
 * @param revised the revised one of the period before
 */
record CalendarEntry(
        String source,
        Optional<String> sourceId,
        Instant time,
        TimePrecision precision,
        String currency,
        Optional<String> country,
        String title,
        Importance importance,
        Optional<String> unit,
        Figure actual,
        Figure forecast,
        Figure previous,
        Figure revised) {

    /** The topic's key: no source but one has ids, so an entry is known by what it is. */
    String key() {
        return String.join("|", source, currency, title.replace('|', '/'), Times.text(Times.us(time)));
    }

    /** What it is without its time, which sources move. */
    String subject() {
        return String.join("|", source, currency, title.replace('|', '/'));
    }

    EconomicEvent toRecord(String tenant, Instant firstSeen, Instant updated) {
        return EconomicEvent.newBuilder()
                .setTenant(tenant)
                .setSource(source)
                .setSourceId(sourceId.orElse(null))
                .setEventTime(time)
                .setTimePrecision(precision)
                .setCurrency(currency)
                .setCountry(country.orElse(null))
                .setTitle(title)
                .setImportance(importance)
                .setUnit(unit.orElse(null))
                .setActualText(actual.textOrNull())
                .setActual(actual.numberOrNull())
                .setForecastText(forecast.textOrNull())
                .setForecast(forecast.numberOrNull())
                .setPreviousText(previous.textOrNull())
                .setPrevious(previous.numberOrNull())
                .setRevisedText(revised.textOrNull())
                .setRevised(revised.numberOrNull())
                .setFirstSeenTime(firstSeen)
                .setUpdatedTime(updated)
                .build();
    }
}
