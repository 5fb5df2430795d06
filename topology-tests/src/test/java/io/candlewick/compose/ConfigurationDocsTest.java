package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.config.Settings;
import io.candlewick.ingest.app.IngestApp;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.download.DeepBackfillConfig;
import io.candlewick.ingest.download.DownloadConfig;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.economic.EconomicConfig;
import io.candlewick.ingest.feed.FeedConfig;
import io.candlewick.ingest.gap.GapConfig;
import io.candlewick.ingest.poll.PollConfig;
import io.candlewick.ingest.publish.SpoolConfig;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Makes {@code docs/configuration.md} of what the programs read: names, defaults and bounds as the settings are asked for, meanings as their
 * constants say. {@code -Dcandlewick.write-docs=true} writes it.
 */
class ConfigurationDocsTest {

    private static final Path ROOT = RepositoryRoot.find();
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final List<String> MODULES =
            List.of("schemas", "ingest", "streams-app", "connectors", "local", "bench");
    private static final Pattern CONSTANT = Pattern.compile(
            "/\\*\\*(.*?)\\*/\\s*(?:(?:public|private|static|final) )*String \\w+ =\\s*\"(CANDLEWICK_[A-Z_]*[A-Z])\"",
            Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\"(CANDLEWICK_[A-Z_]*[A-Z])\"");

    private static final Pattern ECONOMIC = Pattern.compile("CANDLEWICK_ECONOMIC_[A-Z]+_(KEY|URL)");

    /* Read where there is no constant for them. */
    private static final Map<String, String> OTHERS = new TreeMap<>(Map.of(
            "CANDLEWICK_APICURIO_URL",
                    "Apicurio's own API, for connectors with Apicurio's converter; the local stack sets it.",
            "CANDLEWICK_CACHE_DIR",
                    "Where the command line keeps what it fetches: ClickHouse's engine, PostgreSQL's binaries.",
            "CANDLEWICK_CONNECT_PLUGINS",
                    "Folders of other people's plug-ins for the local stack's Connect worker, separated by colons.",
            "CANDLEWICK_CONNECT_URL", "Kafka Connect's REST API, for the command line.",
            "CANDLEWICK_DATA", "Directory of the local stack; `--data` wins."));

    private static final String INTRODUCTION = """
        # Configuration

        Every setting is an environment variable. This page is made from the programs themselves: a test compares it, and `-Dcandlewick.write-docs=true` writes it anew.
        Durations are written `250ms`, `5s`, `10m`, `24h`, `7d`. A wrong value ends a program with one message that lists all faults. A collector reads the same names, without the
        prefix and with dots, from a file of properties too (`feed.ping.after`); the environment wins, and secrets stand only there or in the file that the name with `_FILE` gives.
        What an instrument says itself (calendar, grace, horizon, quality rules) is [reference data](data-model.md#instruments), the sinks' keys are in [connectors](connectors.md), the command
        line's options in `./candlewick help COMMAND`.
        """;

    private final Map<String, String> meanings = meanings();
    private final Set<String> written = new TreeSet<>();

    @Test
    void shouldDocumentEverySettingAsItIsRead() throws Exception {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        section(page, "Streams application", streams());
        section(page, "Collector and downloader: the process", ingest());
        section(page, "Feeds and spool", asked(settings -> {
            FeedConfig.from(settings);
            SpoolConfig.from(settings, Path.of("ingest", "spool"));
        }));
        section(page, "Vendors of history", asked(settings -> Vendors.from(settings, InstantSource.system())));
        section(page, "Role download", asked(DownloadConfig::from));
        section(page, "Role gaps", asked(GapConfig::from));
        section(page, "Role nightly", asked(DeepBackfillConfig::from));
        section(page, "Role poll", asked(PollConfig::from));
        section(page, "Role economic", asked(EconomicConfig::from));
        section(page, "ClickHouse, for the roles that look into it", asked(ClickHouseConfig::from));
        section(page, "Schemas, calendars, command line and local stack", others());

        if (Boolean.getBoolean("candlewick.write-docs")) {
            Files.writeString(PAGE, page.toString());
        }

        assertThat(PAGE)
                .as("docs/configuration.md; write it anew with -Dcandlewick.write-docs=true")
                .hasContent(page.toString());
        assertThat(written).as("names in the sources").containsAll(namesInSources());
    }

    private interface Reading {
        void of(Settings settings);
    }

    private static List<Settings.Asked> streams() {
        Settings settings =
                Settings.of(Map.of("CANDLEWICK_CLICKHOUSE_URL", "http://a:1", "CANDLEWICK_TIMESCALE_URL", "jdbc:a"));
        StreamsAppConfig.read(settings);
        return settings.asked();
    }

    private static List<Settings.Asked> asked(Reading reading) {
        // What is read only where something else is set.
        Map<String, String> given = new HashMap<>();
        given.put(Vendors.POLYGON_KEY, "key");
        given.put(Vendors.ALPACA_KEY, "key");
        given.put(Vendors.ALPACA_SECRET, "secret");
        given.put(Vendors.SOURCES, "polygon,alpaca,yahoo");
        given.put("CANDLEWICK_ECONOMIC_SOURCES", "forexfactory,fred,finnhub,fmp,tradingeconomics");
        Settings settings = Settings.of(given);
        reading.of(settings);
        return settings.asked();
    }

    /* Its parser keeps its reader to itself, but says what is in force. */
    private static List<Settings.Asked> ingest() {
        Map<String, String> environment = Map.of(
                IngestConfig.BOOTSTRAP_SERVERS,
                "a:1",
                "CANDLEWICK_SCHEMA_REGISTRY_URL",
                "http://a:1",
                IngestConfig.POLYGON_KEY,
                "key");
        Map<String, String> effective = IngestConfig.read(Optional.empty(), environment, Map.of(), IngestApp.readers())
                .effective();
        List<Settings.Asked> asked = new ArrayList<>();
        effective.forEach((name, value) -> {
            if (name.startsWith("CANDLEWICK_")) {
                boolean isSecret = IngestConfig.SECRETS.contains(name);
                boolean isGiven = environment.containsKey(name);
                String must = isSecret ? "a secret" : isGiven ? "text, required" : "text";
                String fallback = isSecret || isGiven ? "" : value.startsWith("ingest-") ? "ingest-<pid>" : value;
                asked.add(new Settings.Asked(name, must, Optional.of(fallback)));
            }
        });
        asked.add(new Settings.Asked(IngestConfig.CLOCK, "START@SPEEDx", Optional.empty()));
        return asked;
    }

    private List<Settings.Asked> others() {
        Map<String, Settings.Asked> asked = new LinkedHashMap<>();
        Settings registry = Settings.of(Map.of("CANDLEWICK_SCHEMA_REGISTRY_URL", "http://a:1"));
        CandlewickSerdes.from(registry);
        registry.asked().forEach(one -> asked.put(one.name(), one));
        for (String name : namesInSources()) {
            if (!written.contains(name)) {
                asked.putIfAbsent(name, new Settings.Asked(name, "text", Optional.empty()));
            }
        }
        return List.copyOf(asked.values());
    }

    private void section(StringBuilder page, String title, List<Settings.Asked> settings) {
        page.append("\n## ").append(title).append("\n\n| setting | default | must be | |\n|---|---|---|---|\n");
        for (Settings.Asked one : settings) {
            written.add(one.name());
            if (one.name().endsWith("_FILE")) {
                // Of every secret, as the introduction says.
                continue;
            }
            String fallback = readable(one);
            page.append("| `")
                    .append(one.name())
                    .append("` | ")
                    .append(fallback.isEmpty() ? "" : "`" + fallback + "`")
                    .append(" | ")
                    .append(one.must().isEmpty() ? "text" : one.must())
                    .append(" | ")
                    .append(meaning(one.name()))
                    .append(" |\n");
        }
    }

    /* As it would be written in the environment; an object that has no text of its own says its class at least. */
    private static String readable(Settings.Asked one) {
        String text = one.fallback().orElse("");
        if (one.name().equals(StreamsAppConfig.TIMEFRAMES)) {
            return Timeframe.STANDARD.stream().map(Timeframe::code).collect(Collectors.joining(","));
        }
        if (one.name().equals(StreamsAppConfig.LANES)) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (one.name().equals(StreamsAppConfig.INDICATORS)) {
            return "default";
        }
        return text.equals("PT1M") ? "1m" : text.replaceAll("@[0-9a-f]+$", "");
    }

    private String meaning(String name) {
        String otherwise = ECONOMIC.matcher(name).matches()
                ? (name.endsWith("_KEY") ? "The key of that source." : "Where that source is.")
                : OTHERS.getOrDefault(name, "");
        String meaning = meanings.getOrDefault(name, otherwise);
        assertThat(meaning).as("what " + name + " means").isNotEmpty();
        return meaning;
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>();
        for (String source : sources()) {
            CONSTANT.matcher(source).results().forEach(found -> {
                // The last comment before the constant, should one without end with another in between.
                String comment = found.group(1).substring(found.group(1).lastIndexOf("/**") + 1);
                String text = comment.replaceAll("\\s*\\n\\s*\\*?", " ")
                        .replaceAll("\\{@code ([^}]*)}", "`$1`")
                        .replaceAll("\\{@link #?([^}]*)}", "$1")
                        .replace("|", "\\|")
                        .replace("*", "")
                        .strip();
                meanings.merge(found.group(2), text, (one, other) -> one.length() >= other.length() ? one : other);
            });
        }
        return meanings;
    }

    private static Set<String> namesInSources() {
        return sources().stream()
                .flatMap(source -> NAME.matcher(source).results().map(MatchResult::group))
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> sources() {
        List<String> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.add(Files.readString(file));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources;
    }
}
