package io.candlewick.ingest.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.config.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What goes wrong at the moment; scripted over HTTP or by a test.
 *
 * <p><b>Shape</b>: {@code {"fault":"stream-outage","for":"2h","times":3,"value":"..."}}, all but the name may be missing; {@code for} is time of the
 * simulation's clock. One fault of a name is in force at a time, the newest. <b>Thread</b>: any.
 */
public final class Faults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstantSource clock;
    private final Map<String, String> known = new TreeMap<>();
    private final Map<String, Fault> inForce = new TreeMap<>();
    private final List<Consumer<Fault>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Nothing goes wrong.
     *
     * @param clock the simulation's clock
     */
    public Faults(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes a fault known.
     *
     * @param name its name
     * @param description what it does, a line
     */
    public synchronized void declare(String name, String description) {
        known.put(name, description);
    }

    /**
     * Calls back when a fault is scripted: for those that happen at once.
     *
     * @param listener takes every fault
     */
    public void onScripted(Consumer<Fault> listener) {
        listeners.add(listener);
    }

    /**
     * Lets something go wrong.
     *
     * @param fault what
     * @throws IllegalArgumentException if no vendor of this simulator knows it
     */
    public void script(Fault fault) {
        synchronized (this) {
            if (!known.containsKey(fault.name())) {
                throw new IllegalArgumentException(
                        "fault '" + fault.name() + "' is none of: " + String.join(", ", known.keySet()));
            }
            inForce.put(fault.name(), fault);
        }
        listeners.forEach(listener -> listener.accept(fault));
    }

    /**
     * Lets something go wrong until it is cleared.
     *
     * @param name which fault
     */
    public void script(String name) {
        script(new Fault(name, "", Optional.empty(), Optional.empty()));
    }

    /** Lets everything go right again. */
    public synchronized void clear() {
        inForce.clear();
    }

    /**
     * Lets one thing go right again.
     *
     * @param name which fault
     */
    public synchronized void clear(String name) {
        inForce.remove(name);
    }

    /**
     * Whether a fault is in force; counts as one time that it happens.
     *
     * @param name which
     * @return the fault
     */
    public synchronized Optional<Fault> take(String name) {
        Optional<Fault> fault = peek(name);
        fault.flatMap(Fault::times).ifPresent(times -> {
            if (times <= 1) {
                inForce.remove(name);
            } else {
                Fault once = fault.get();
                inForce.put(name, new Fault(name, once.value(), Optional.of(times - 1), once.until()));
            }
        });
        return fault;
    }

    /**
     * Whether a fault is in force, without its happening.
     *
     * @param name which
     * @return the fault
     */
    public synchronized Optional<Fault> peek(String name) {
        Fault fault = inForce.get(name);
        if (fault == null) {
            return Optional.empty();
        }
        if (fault.until().isPresent() && !clock.instant().isBefore(fault.until().get())) {
            inForce.remove(name);
            return Optional.empty();
        }
        return Optional.of(fault);
    }

    /**
     * What is in force and what could be.
     *
     * @return JSON
     */
    public synchronized String describe() {
        List<Map<String, String>> active = new ArrayList<>();
        for (String name : List.copyOf(inForce.keySet())) {
            peek(name)
                    .ifPresent(fault -> active.add(Map.of(
                            "fault", name,
                            "value", fault.value(),
                            "times", fault.times().map(String::valueOf).orElse("any"),
                            "until", fault.until().map(String::valueOf).orElse("cleared"))));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of("in_force", active, "known", new TreeMap<>(known)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a fault.
     *
     * @param json as the class comment shows it
     * @return the fault
     * @throws IllegalArgumentException if it is none
     */
    public Fault parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            String name = node.path("fault").asText();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a fault looks like {\"fault\":\"stream-outage\",\"for\":\"2m\"}");
            }
            Optional<Integer> times =
                    node.hasNonNull("times") ? Optional.of(node.get("times").asInt()) : Optional.empty();
            Optional<Instant> until = node.hasNonNull("for")
                    ? Optional.of(clock.instant()
                            .plus(Settings.parseDuration(node.get("for").asText())))
                    : Optional.empty();
            return new Fault(name, node.path("value").asText(), times, until);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("a fault must be JSON: " + notJson.getOriginalMessage(), notJson);
        }
    }
}
