package io.candlewick.streams.domain.indicator;

import io.candlewick.market.IndicatorColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a plan from text such as {@code default sma(100) macd(5,35,5)} and lists every fault in it. */
final class IndicatorNotation {

    static final String DEFAULT = "default";

    /** Most indicators in a plan: bounds the memory of a series. */
    static final int MAX_INDICATORS = 200;

    private static final Pattern TERM = Pattern.compile("([A-Za-z_%-]+)(?:\\(([^()]*)\\))?|\\S+");
    private static final int MAX_DISTANCE = 2;

    private final List<IndicatorType> types;

    IndicatorNotation(List<IndicatorType> types) {
        this.types = types;
    }

    /** What has been read so far: indicators by their text, and faults. */
    private static final class Reading {

        private final Layout layout = new Layout();
        private final Map<String, IndicatorPlan.Entry> entries = new LinkedHashMap<>();
        private final List<String> faults = new ArrayList<>();

        private void add(IndicatorType type, List<String> texts) {
            Parameters parameters = Parameters.of(type.parameters(), texts);
            String key = type.name() + parameters.suffix();
            if (entries.containsKey(key)) {
                return;
            }
            try {
                IndicatorPlan.Entry entry =
                        new IndicatorPlan.Entry(type, parameters, type.factory().create(layout, parameters));
                entry.columns().stream()
                        .filter(column -> !IndicatorColumn.isName(column.name()))
                        .forEach(column -> faults.add(entry.text() + ": " + column.name() + " is no column name"));
                entries.put(key, entry);
            } catch (IllegalArgumentException wrong) {
                faults.add(type.name() + "(" + parameters.text() + "): " + wrong.getMessage());
            }
        }
    }

    IndicatorPlan parse(String text) {
        Reading reading = new Reading();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find()) {
            readTerm(matcher, reading);
        }
        if (reading.entries.size() > MAX_INDICATORS) {
            reading.faults.add(reading.entries.size() + " indicators are more than " + MAX_INDICATORS);
        }
        if (reading.entries.isEmpty() && reading.faults.isEmpty()) {
            reading.faults.add("no indicator is named");
        }
        if (!reading.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reading.faults));
        }
        return new IndicatorPlan(List.copyOf(reading.entries.values()), reading.layout);
    }

    private void readTerm(Matcher matcher, Reading reading) {
        String name = matcher.group(1);
        String inside = matcher.group(2);
        if (name == null) {
            reading.faults.add(matcher.group() + " is not of the form name(1,2)");
            return;
        }
        if (name.equals(DEFAULT) && inside == null) {
            types.forEach(type -> addDefaults(type, reading));
            return;
        }
        IndicatorType type = find(name);
        if (type == null) {
            reading.faults.add(name + " is no indicator" + nearNames(name));
        } else if (inside == null) {
            addDefaults(type, reading);
        } else {
            addWith(type, split(inside), reading);
        }
    }

    private static void addDefaults(IndicatorType type, Reading reading) {
        type.defaults().forEach(parameters -> reading.add(type, split(parameters)));
    }

    private static void addWith(IndicatorType type, List<String> texts, Reading reading) {
        List<Parameter> parameters = type.parameters();
        if (texts.size() != parameters.size()) {
            String wanted =
                    String.join(",", parameters.stream().map(Parameter::name).toList());
            reading.faults.add(type.name() + "(" + String.join(",", texts) + ") takes " + parameters.size()
                    + " parameters: " + type.name() + "(" + wanted + ")");
            return;
        }
        int faultsBefore = reading.faults.size();
        for (int index = 0; index < texts.size(); index++) {
            String fault = parameters.get(index).faultOf(texts.get(index));
            if (fault != null) {
                reading.faults.add(type.name() + "(" + String.join(",", texts) + "): " + fault);
            }
        }
        if (reading.faults.size() == faultsBefore) {
            reading.add(type, texts);
        }
    }

    private static List<String> split(String inside) {
        List<String> texts = new ArrayList<>();
        for (String text : inside.split(",", -1)) {
            texts.add(text.strip());
        }
        return inside.isBlank() ? List.of() : texts;
    }

    private @Nullable IndicatorType find(String name) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private String nearNames(String wrong) {
        String wanted = wrong.toLowerCase(Locale.ROOT);
        List<String> near = types.stream()
                .map(IndicatorType::name)
                .filter(name ->
                        name.contains(wanted) || wanted.contains(name) || distance(wanted, name) <= MAX_DISTANCE)
                .toList();
        List<String> shown =
                near.isEmpty() ? types.stream().map(IndicatorType::name).toList() : near;
        return (near.isEmpty() ? "; there are " : "; did you mean ") + String.join(", ", shown);
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
