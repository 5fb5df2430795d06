package io.candlewick.ingest.economic;

import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The currency of a country, by its ISO 3166 code or its English name. */
final class Currencies {

    private static final String UNKNOWN = "All";
    private static final Map<String, String> CODES = codes();

    private Currencies() {}

    static String of(String country) {
        String code = CODES.getOrDefault(country.toLowerCase(Locale.ROOT), country.toUpperCase(Locale.ROOT));
        if (code.equals("EU") || code.equals("EMU")) {
            return "EUR";
        }
        try {
            Currency currency = Currency.getInstance(new Locale("", code));
            return currency == null ? UNKNOWN : currency.getCurrencyCode();
        } catch (IllegalArgumentException noCountry) {
            return UNKNOWN;
        }
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            codes.put(new Locale("", code).getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        }
        codes.put("euro area", "EU");
        codes.put("european union", "EU");
        return codes;
    }
}
