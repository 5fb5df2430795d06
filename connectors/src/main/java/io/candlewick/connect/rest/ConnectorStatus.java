package io.candlewick.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How a connector and its tasks are.
 *
 * @param name the connector
 * @param state its state, e.g. {@code RUNNING}
 * @param tasks its tasks, by number
 */
public record ConnectorStatus(String name, String state, List<Task> tasks) {

    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";

    /** Takes a copy. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * One task.
     *
     * @param number its number
     * @param state its state
     * @param fault the first line of what made it fail, empty if nothing did
     */
    public record Task(int number, String state, String fault) {}

    /**
     * Whether everything runs.
     *
     * @return true if the connector and at least one task run, and no task does not
     */
    public boolean isRunning() {
        return state.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }

    /**
     * Whether anything has failed for good.
     *
     * @return true if the connector or a task has
     */
    public boolean hasFailed() {
        return state.equals(FAILED)
                || tasks.stream().anyMatch(task -> task.state().equals(FAILED));
    }

    /** One line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(name).append(": ").append(state);
        for (Task task : tasks) {
            line.append(", task ").append(task.number()).append(' ').append(task.state());
            if (!task.fault().isEmpty()) {
                line.append(" (").append(task.fault()).append(')');
            }
        }
        return line.toString();
    }

    static ConnectorStatus of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(new Task(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    firstFault(task.path("trace").asText())));
        }
        JsonNode connector = json.path("connector");
        String state = connector.path("state").asText();
        return new ConnectorStatus(json.path("name").asText(), state, tasks);
    }

    /** Connect wraps what a task threw; the innermost cause is what an operator can do something about. */
    private static String firstFault(String trace) {
        String fault = trace.lines().findFirst().orElse("");
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                fault = line.substring("Caused by: ".length());
            }
        }
        return fault;
    }
}
