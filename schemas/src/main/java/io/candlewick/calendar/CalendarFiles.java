package io.candlewick.calendar;

import io.candlewick.market.CalendarSource;
import io.candlewick.market.TradingCalendar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calendars by name: {@code NAME.json} in the user's directory, otherwise the file that comes with Candlewick.
 *
 * <p>The directory is named by {@value #DIRECTORY_SETTING}. It is read from the environment here, and not handed down, because calendars are
 * named by reference data, which every program reads. A file is read once in a program's life. <b>Thread</b>: any.
 */
public final class CalendarFiles implements CalendarSource {

    /** The setting that names the directory of a user's own calendars. */
    public static final String DIRECTORY_SETTING = "CANDLEWICK_CALENDAR_DIR";

    private static final List<String> BUNDLED = List.of("crypto", "fx", "fx-utc", "us-equities");
    private static final String SUFFIX = ".json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final @Nullable Path directory;
    private final Map<String, TradingCalendar> read = new ConcurrentHashMap<>();

    /** Calendars of the directory that the environment names, and those that come with Candlewick. */
    public CalendarFiles() {
        this(System.getenv(DIRECTORY_SETTING));
    }

    CalendarFiles(@Nullable String directory) {
        this.directory = directory == null || directory.isBlank() ? null : Path.of(directory);
    }

    @Override
    public Optional<TradingCalendar> find(String name) {
        // A name is also a path, so it may hold nothing that leads out of the directory.
        return NAME.matcher(name).matches()
                ? Optional.ofNullable(read.computeIfAbsent(name, this::read))
                : Optional.empty();
    }

    @Override
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(BUNDLED);
        if (directory != null && Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(SUFFIX))
                        .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                        .filter(NAME.asMatchPredicate())
                        .forEach(names::add);
            } catch (IOException unreadable) {
                throw unreadable(directory.toString(), unreadable);
            }
        }
        return names;
    }

    private @Nullable TradingCalendar read(String name) {
        if (directory != null) {
            Path file = directory.resolve(name + SUFFIX);
            try (InputStream in = Files.newInputStream(file)) {
                return CalendarFile.read(name, file.toString(), in);
            } catch (NoSuchFileException notTheUsers) {
                // Then it may be one of ours.
            } catch (IOException unreadable) {
                throw unreadable(file.toString(), unreadable);
            }
        }
        if (!BUNDLED.contains(name)) {
            return null;
        }
        try (InputStream in = CalendarFiles.class.getResourceAsStream(name + SUFFIX)) {
            if (in == null) {
                throw new IllegalArgumentException("The calendar " + name + " is missing from the program");
            }
            return CalendarFile.read(name, name + SUFFIX, in);
        } catch (IOException unreadable) {
            throw unreadable(name + SUFFIX, unreadable);
        }
    }

    private static IllegalArgumentException unreadable(String place, IOException cause) {
        return new IllegalArgumentException(
                "Calendar " + place + " cannot be read: " + cause.getMessage() + "; see " + DIRECTORY_SETTING, cause);
    }
}
