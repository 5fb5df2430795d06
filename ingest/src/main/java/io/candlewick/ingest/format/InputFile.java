package io.candlewick.ingest.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * An open file: plain, gzip or zip, told apart by its first bytes and not by its name.
 *
 * <p><b>Edges</b>: an empty file has no bytes; of a zip the first file is read, and a second one is an error. <b>Thread</b>: one.
 */
final class InputFile {

    private static final int BUFFER = 128 * 1024;

    private final Path path;
    private final Counting counting;
    private final InputStream stream;
    private final String kind;

    private InputFile(Path path, Counting counting, InputStream stream, String kind) {
        this.path = path;
        this.counting = counting;
        this.stream = stream;
        this.kind = kind;
    }

    static InputFile open(Path path) throws SourceFaultException {
        try {
            Counting counting = new Counting(Files.newInputStream(path));
            try {
                return open(path, counting);
            } catch (IOException unreadable) {
                counting.close();
                throw unreadable;
            }
        } catch (NoSuchFileException absent) {
            throw new SourceFaultException("File " + path + " does not exist", absent);
        } catch (AccessDeniedException denied) {
            throw new SourceFaultException("File " + path + " may not be read: permission denied", denied);
        } catch (EOFException cut) {
            throw new SourceFaultException("File " + path + " is cut off within its header", cut);
        } catch (IOException unreadable) {
            throw new SourceFaultException("File " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static InputFile open(Path path, Counting counting) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(counting, BUFFER);
        buffered.mark(4);
        byte[] magic = buffered.readNBytes(4);
        buffered.reset();
        if (magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return new InputFile(path, counting, new GZIPInputStream(buffered, BUFFER), "gzip");
        }
        if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4) {
            return new InputFile(path, counting, new OnlyEntry(new ZipInputStream(buffered)), "zip");
        }
        return new InputFile(path, counting, buffered, "file");
    }

    InputStream stream() {
        return stream;
    }

    /** Bytes taken from the disk so far, at most the buffer ahead of what was delivered. */
    long bytesRead() {
        return counting.count;
    }

    /** Says in one line why reading stopped and where. */
    SourceFaultException fault(IOException cause, String place) {
        String what;
        if (cause instanceof EOFException) {
            what = kind + " is cut off at byte " + counting.count;
        } else if (cause instanceof ZipException) {
            what = kind + " is damaged at or before byte " + counting.count + " (" + cause.getMessage() + ")";
        } else {
            what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
        return new SourceFaultException(path + ": " + what + ", " + place, cause);
    }

    private static final class Counting extends FilterInputStream {

        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            count += Math.max(got, 0);
            return got;
        }
    }

    /** The one file within a zip. */
    private static final class OnlyEntry extends FilterInputStream {

        private final ZipInputStream zip;

        OnlyEntry(ZipInputStream zip) throws IOException {
            super(zip);
            this.zip = zip;
            if (!hasNextEntry()) {
                throw new ZipException("the zip holds no file");
            }
        }

        /** Java throws an IllegalArgumentException at a name that is no UTF-8, and at times that are none. */
        private boolean hasNextEntry() throws IOException {
            try {
                return zip.getNextEntry() != null;
            } catch (IllegalArgumentException | DateTimeException damaged) {
                throw new ZipException("the zip's list of files is damaged: " + damaged.getMessage());
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            if (got < 0 && hasNextEntry()) {
                throw new ZipException("the zip holds more than one file; unpack it and give the files");
            }
            return got;
        }
    }
}
