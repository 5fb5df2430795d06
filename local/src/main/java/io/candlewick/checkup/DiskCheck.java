package io.candlewick.checkup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whether the disk under the data directory has room. */
record DiskCheck(Path data) implements Checkup.Check {

    private static final String DISK = "disk";
    private static final double LITTLE = 0.1;
    private static final double NEXT_TO_NOTHING = 0.03;
    private static final double BYTES_A_GIB = 1L << 30;

    @Override
    public List<Finding> look() {
        if (!Files.isDirectory(data)) {
            return List.of(Finding.skipped(DISK, "there is no local data"));
        }
        try {
            FileStore disk = Files.getFileStore(data);
            double free = disk.getUsableSpace() / (double) Math.max(1, disk.getTotalSpace());
            String detail = String.format(
                    Locale.ROOT,
                    "%.1f GiB of %.1f GiB are free (%.0f %%)",
                    disk.getUsableSpace() / BYTES_A_GIB,
                    disk.getTotalSpace() / BYTES_A_GIB,
                    free * 100);
            if (free < NEXT_TO_NOTHING) {
                return List.of(Finding.fault(DISK, detail, "free some, or move --data to another disk"));
            }
            return List.of(
                    free < LITTLE
                            ? Finding.warn(DISK, detail, "shorten retention, or give it a larger disk")
                            : Finding.ok(DISK, detail));
        } catch (IOException unreadable) {
            return List.of(Finding.skipped(DISK, String.valueOf(unreadable.getMessage())));
        }
    }
}
