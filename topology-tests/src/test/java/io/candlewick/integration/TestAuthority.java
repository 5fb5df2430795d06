package io.candlewick.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of its own for one test, with certificates for 127.0.0.1, made by the JDK's keytool and gone with the folder. */
final class TestAuthority {

    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final String password = UUID.randomUUID().toString();

    TestAuthority(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        keytool("-genkeypair", "-alias", AUTHORITY, "-keystore", file(AUTHORITY), "-dname", "CN=test authority")
                .with("-keyalg", "EC", "-ext", "bc:c", "-validity", "2")
                .run();
        keytool("-exportcert", "-rfc", "-alias", AUTHORITY, "-keystore", file(AUTHORITY), "-file", pem(AUTHORITY))
                .run();
        keytool("-importcert", "-noprompt", "-alias", AUTHORITY, "-keystore", file("trust"), "-file", pem(AUTHORITY))
                .run();
    }

    /** A PKCS12 file with a key and its certificate for a name, good for server and client. */
    Path keyStore(String name) throws IOException, InterruptedException {
        String store = file(name);
        keytool("-genkeypair", "-alias", name, "-keystore", store, "-dname", "CN=" + name)
                .with("-keyalg", "EC", "-validity", "2")
                .run();
        keytool("-certreq", "-alias", name, "-keystore", store, "-file", pem(name + "-request"))
                .run();
        keytool("-gencert", "-rfc", "-alias", AUTHORITY, "-keystore", file(AUTHORITY))
                .with("-infile", pem(name + "-request"), "-outfile", pem(name))
                .with("-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2")
                .run();
        keytool("-importcert", "-noprompt", "-alias", AUTHORITY, "-keystore", store, "-file", pem(AUTHORITY))
                .run();
        keytool("-importcert", "-noprompt", "-alias", name, "-keystore", store, "-file", pem(name))
                .run();
        return Path.of(store);
    }

    /** A PKCS12 file of the authority alone. */
    Path trustStore() {
        return Path.of(file("trust"));
    }

    /** The authority's certificate as PEM. */
    Path trustPem() {
        return Path.of(pem(AUTHORITY));
    }

    /** Of every file. */
    String password() {
        return password;
    }

    /** What trusts the authority and shows the certificate of a key store. */
    SSLContext context(Path keyStore) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keyStore), password.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trustStore()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private String file(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private String pem(String name) {
        return folder.resolve(name + ".pem").toString();
    }

    private Call keytool(String... arguments) {
        return new Call().with(arguments);
    }

    private final class Call {

        private final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Xshare:auto",
                "-J-XX:TieredStopAtLevel=1",
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "STORE_PASSWORD"));

        Call with(String... arguments) {
            command.addAll(List.of(arguments));
            return this;
        }

        void run() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("STORE_PASSWORD", password);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + command + ": " + said);
            }
        }
    }
}
