package io.candlewick.ingest.instrument;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the names somebody may have meant: one pair has four spellings, {@code EUR/USD}, {@code EURUSD}, {@code EUR-USD}, {@code C:EURUSD}. */
final class NearNames {

    private static final int MAX_NAMES = 3;
    private static final int MAX_DISTANCE = 2;

    private NearNames() {}

    static List<String> of(String wrong, Collection<String> names) {
        String wanted = bare(wrong);
        List<String> otherSpellings = names.stream()
                .filter(name -> bare(name).equals(wanted))
                .limit(MAX_NAMES)
                .toList();
        if (!otherSpellings.isEmpty()) {
            return otherSpellings;
        }
        return names.stream()
                .map(name -> Map.entry(name, distance(wanted, bare(name))))
                .filter(entry -> entry.getValue() <= Math.min(MAX_DISTANCE, wanted.length() / 2))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String bare(String name) {
        return name.toUpperCase(Locale.ROOT).replaceFirst("^[A-Z]:", "").replaceAll("[^A-Z0-9]", "");
    }

    /* Levenshtein's distance: letters to add, drop or change. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= left.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= right.length(); column++) {
                int change = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
