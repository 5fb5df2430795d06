package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.TickFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Names the feed of a replay after what is replayed, so that playing the same files again is the same feed again and not a second one
 * beside it.
 */
final class FeedName {

    private static final int HASH_BYTES = 4;

    private FeedName() {}

    static String of(List<TickFile> files) {
        TreeSet<String> parts = new TreeSet<>();
        for (TickFile file : files) {
            parts.add("symbol " + file.symbol().map(Object::toString).orElse("*"));
            parts.add("file " + file.path().getFileName());
        }
        byte[] hash = sha256().digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
        return "replay-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
