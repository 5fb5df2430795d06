package io.candlewick.streams.config;

import io.candlewick.calendar.CalendarFiles;
import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds settings that nobody reads, most likely misspelt ones.
 *
 * <p>They are reported and not refused: several programs share one environment, and a newer one may have settings that this one does not know.
 */
public final class UnknownSettings {

    private static final String PREFIX = "CANDLEWICK_";

    /** Settings of the other programs of the house, by how their names begin. */
    private static final List<String> ELSEWHERE = List.of(
            "CANDLEWICK_TIMESCALE_",
            "CANDLEWICK_CLICKHOUSE_",
            "CANDLEWICK_CONNECT_",
            "CANDLEWICK_INGEST_",
            "CANDLEWICK_CACHE_DIR",
            "CANDLEWICK_DATA",
            "CANDLEWICK_TENANT");

    private static final List<String> SERDES = List.of(
            RegistryConfig.URL,
            RegistryConfig.USER,
            RegistryConfig.PASSWORD,
            RegistryConfig.TRUST_STORE,
            RegistryConfig.TRUST_STORE_PASSWORD,
            RegistryConfig.TIMEOUT,
            RegistryConfig.ATTEMPTS,
            CandlewickSerdes.SERDES_CLASS,
            CalendarFiles.DIRECTORY_SETTING);

    private UnknownSettings() {}

    /**
     * Looks for them.
     *
     * @param names what is set
     * @return one line each, with the name that was probably meant
     */
    public static List<String> report(Collection<String> names) {
        Set<String> known = new TreeSet<>(StreamsAppConfig.NAMES);
        known.addAll(SERDES);
        known.addAll(KafkaSecurity.NAMES);
        known.addAll(HttpTls.NAMES);
        List.copyOf(known).stream()
                .filter(Secrets::isSecret)
                .forEach(secret -> known.add(secret + Settings.FILE_SUFFIX));
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(PREFIX)
                    && !known.contains(name)
                    && ELSEWHERE.stream().noneMatch(name::startsWith)) {
                String meant = nearest(name, known);
                lines.add(name + " is no setting of this program"
                        + (meant == null ? "" : ": did you mean " + meant + "?"));
            }
        }
        return lines;
    }

    private static @Nullable String nearest(String name, Set<String> known) {
        String best = null;
        int least = Math.max(2, (name.length() - PREFIX.length()) / 3) + 1;
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's distance: letters to put in, take out or change. */
    private static int distance(String left, String right) {
        int[] before = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] now = new int[right.length() + 1];
            now[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int changed = before[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                now[column] = Math.min(changed, Math.min(before[column], now[column - 1]) + 1);
            }
            before = now;
        }
        return before[right.length()];
    }
}
