package io.candlewick.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code stack.json} says: the addresses of a stack, its processes and how they are. No secrets: the password of the
 * database is in a file that only the owner can read, and this names the file.
 *
 * @param state the whole stack's state
 * @param supervisorPid the process that started it and stops it
 * @param supervisorStarted when that process began, so that a later process with the same number is not taken for it
 * @param dataDirectory where the stack keeps everything
 * @param bootstrapServers broker, or null when not part of the stack
 * @param schemaRegistryUrl registry, or null
 * @param connectUrl worker, or null
 * @param timescaleUrl JDBC URL, or null
 * @param timescaleUser who connects, or null
 * @param timescalePasswordFile file that holds the password, or null
 * @param clickhouseUrl engine, or null
 * @param streamsUrl stream application, or null
 * @param services each process
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StackState(
        ServiceState state,
        long supervisorPid,
        @Nullable String supervisorStarted,
        String dataDirectory,
        @Nullable String bootstrapServers,
        @Nullable String schemaRegistryUrl,
        @Nullable String connectUrl,
        @Nullable String timescaleUrl,
        @Nullable String timescaleUser,
        @Nullable String timescalePasswordFile,
        @Nullable String clickhouseUrl,
        @Nullable String streamsUrl,
        List<Entry> services) {
    private static final String FILE = "stack.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * One process of the stack.
     *
     * @param name which
     * @param state where it stands
     * @param seconds how long its last start took, or has taken so far
     * @param restarts how often it was started again
     * @param pid its process number, or null when it has none
     * @param started when that process began, or null
     * @param log its log file, or null when it is not ours
     * @param detail what went wrong, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            Service name,
            ServiceState state,
            double seconds,
            int restarts,
            @Nullable Long pid,
            @Nullable String started,
            @Nullable String log,
            @Nullable String detail) {}

    /**
     * Reads the state of the stack in a data directory.
     *
     * @param dataDirectory where a stack was started
     * @return the state last written, or nothing when no stack was ever started there
     * @throws StackException when the file cannot be read
     */
    public static Optional<StackState> read(Path dataDirectory) throws StackException {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), StackState.class));
        } catch (IOException e) {
            throw new StackException(
                    file + " cannot be read: remove it, or start the stack again with ./candlewick up", e);
        }
    }

    /** Writes the file in one step, so that a reader sees the old or the new text and never half of one. */
    void write(Path dataDirectory) throws IOException {
        Path fresh = dataDirectory.resolve(FILE + ".new");
        JSON.writeValue(fresh.toFile(), this);
        Files.move(
                fresh,
                dataDirectory.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The state as JSON text, as in the file.
     *
     * @return indented JSON
     */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The process that runs this stack, when it still lives.
     *
     * @return its handle, or nothing when it ended
     */
    public Optional<ProcessHandle> supervisor() {
        return living(supervisorPid, supervisorStarted);
    }

    /** The process with this number, provided it is the one that began at this time. */
    static Optional<ProcessHandle> living(long pid, @Nullable String started) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle ->
                        started == null || started.equals(startOf(handle).orElse(started)));
    }

    static Optional<String> startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString);
    }

    /**
     * The addresses, with the password read from its file.
     *
     * @return where the parts answer
     * @throws StackException when the password's file cannot be read
     */
    public StackAddresses addresses() throws StackException {
        return new StackAddresses(
                Optional.ofNullable(bootstrapServers),
                Optional.ofNullable(schemaRegistryUrl),
                Optional.ofNullable(connectUrl),
                timescale(),
                Optional.ofNullable(clickhouseUrl),
                Optional.ofNullable(streamsUrl));
    }

    private Optional<TimescaleServer> timescale() throws StackException {
        if (timescaleUrl == null || timescaleUser == null) {
            return Optional.empty();
        }
        try {
            String password = timescalePasswordFile == null ? "" : Files.readString(Path.of(timescalePasswordFile));
            return Optional.of(new TimescaleServer(timescaleUrl, timescaleUser, password.strip()));
        } catch (IOException e) {
            throw new StackException(
                    "the database password in " + timescalePasswordFile
                            + " cannot be read: run as the user who started the stack, or set CANDLEWICK_TIMESCALE_PASSWORD",
                    e);
        }
    }
}
