package io.candlewick.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds at an instant.
 *
 * @param heapKib heap in use after a collection that was asked for
 * @param residentKib memory of the process
 * @param files open file handles, sockets among them
 * @param threads threads
 */
record ProcessSample(double heapKib, double residentKib, double files, double threads) {

    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    /** Looks at a JVM, on Linux. */
    static ProcessSample of(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
        double heap = 0;
        // Young and old generation; what follows is the space of classes.
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            heap += Double.parseDouble(used.group(1));
        }
        Path process = Path.of("/proc", Long.toString(pid));
        return new ProcessSample(heap, status(process, "VmRSS:"), handles(process), status(process, "Threads:"));
    }

    private static double status(Path process, String name) throws IOException {
        return Files.readAllLines(process.resolve("status"), StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static double handles(Path process) throws IOException {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.count();
        }
    }

    private static String jcmd(long pid, String question) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        question)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + pid + " " + question + ": " + answer.strip());
        }
        return answer;
    }
}
