package io.candlewick.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The directory a stack lives in, held by a lock for as long as the stack runs.
 *
 * <p>Layout: {@code stack.json}, {@code ports.properties}, {@code lock}, {@code secrets/}, {@code logs/}, and one folder a
 * service.
 */
final class DataDirectory implements AutoCloseable {
    private static final int PASSWORD_BYTES = 24;
    private static final int TRIAL_BYTES = 64 * 1024;

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes the directory when absent and takes it.
     *
     * @throws StackException when it cannot be written, or another stack has it
     */
    static DataDirectory take(Path root) throws StackException {
        makeWritable(root);
        try {
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StackException(inUse(root));
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private static void makeWritable(Path root) throws StackException {
        try {
            Files.createDirectories(root);
            // A trial write finds what the permission bits do not tell: a full disk, a read-only mount.
            Path trial = Files.createTempFile(root, "trial", ".tmp");
            try {
                Files.write(trial, new byte[TRIAL_BYTES]);
            } finally {
                Files.deleteIfExists(trial);
            }
        } catch (FileAlreadyExistsException e) {
            throw new StackException("the data directory " + root + " is a file: choose another with --data DIR", e);
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private static StackException unwritable(Path root, IOException e) {
        String reason = e instanceof AccessDeniedException ? "permission denied" : reasonOf(e);
        return new StackException(
                "the data directory " + root + " cannot be written (" + reason
                        + "): make room or give another with --data DIR",
                e);
    }

    private static String reasonOf(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e instanceof NoSuchFileException ? "it cannot be made there" : String.valueOf(e.getMessage());
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String inUse(Path root) throws StackException {
        String who = StackState.read(root)
                .map(state -> " by the stack of process " + state.supervisorPid())
                .orElse("");
        return "the data directory " + root + " is in use" + who + " (see " + root.resolve("stack.json")
                + "): stop it with ./candlewick down --data " + root + ", or give another --data DIR";
    }

    Path root() {
        return root;
    }

    Path of(Service service) {
        return root.resolve(service.title());
    }

    Path log(Service service) {
        return root.resolve("logs").resolve(service.title() + ".log");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** Begins a new log; the one of the start before is kept beside it. */
    void beginLog(Service service) throws IOException {
        Path log = log(service);
        Files.createDirectories(log.getParent());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createFile(log);
    }

    /** The last line of a log that says something: not blank, not a line of a stack trace. */
    String lastLine(Service service) {
        try {
            String last = "(the log is empty)";
            for (String line : Files.readAllLines(log(service))) {
                String text = line.strip();
                last = text.isEmpty() || text.startsWith("at ") || text.startsWith("... ") ? last : text;
            }
            return last;
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    Path secret(String name) {
        return root.resolve("secrets").resolve(name);
    }

    /** The secret with this name, made at random the first time. */
    String secretOrNew(String name) throws IOException {
        Path file = secret(name);
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            keepSecret(name, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file).strip();
    }

    /** Writes a secret that only the owner can read, from its first byte on. */
    void keepSecret(String name, String value) throws IOException {
        Path file = secret(name);
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, value.getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
