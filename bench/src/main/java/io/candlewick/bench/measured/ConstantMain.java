package io.candlewick.bench.measured;

import io.javalin.Javalin;
import java.util.Arrays;

/** The baseline: the same HTTP server, answering every request with as many bytes, the same each time. */
public final class ConstantMain {

    private ConstantMain() {}

    /**
     * Serves until it is ended.
     *
     * @param arguments the port, and how many bytes
     */
    public static void main(String[] arguments) {
        byte[] body = new byte[Integer.parseInt(arguments[1])];
        Arrays.fill(body, (byte) '7');
        Javalin.create(http -> {
                    http.startup.showJavalinBanner = false;
                    http.jetty.host = "127.0.0.1";
                    http.jetty.port = Integer.parseInt(arguments[0]);
                    http.routes.get(
                            "/",
                            request -> request.contentType("application/json").result(body));
                })
                .start();
    }
}
