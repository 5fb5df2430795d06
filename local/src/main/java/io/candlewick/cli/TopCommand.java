package io.candlewick.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.local.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The pipeline at a glance in the terminal: what the query API's {@code /v1/pipeline} tells, again and again. */
@Command(
        name = "top",
        description =
                "Show the pipeline at a glance: lanes, how late bars are, services that are not well, throughput by"
                        + " topic, lag by group, dead letters and gaps, again and again until Ctrl-C.")
final class TopCommand implements Callable<Integer> {

    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "Time between looks (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(2);

    @Option(names = "--once", description = "Look once.")
    private boolean once;

    @Option(
            names = "--streams-url",
            paramLabel = "URL",
            description = "An instance of the streams application elsewhere.")
    private @Nullable String streamsUrl;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    @Override
    public Integer call() throws StackException, InterruptedException {
        String url = address();
        PrintWriter out = spec.commandLine().getOut();
        while (true) {
            JsonNode pipeline = look(url);
            if (!once) {
                out.print(CLEAR_SCREEN);
            }
            PipelineText.print(url, InstantSource.system().instant(), pipeline, out);
            out.flush();
            if (once) {
                return ExitCode.OK;
            }
            Thread.sleep(interval.toMillis());
        }
    }

    private String address() throws StackException {
        if (streamsUrl != null) {
            return streamsUrl;
        }
        return stack.resolve()
                .streamsUrl()
                .orElseThrow(() -> new StackException("no streams application is running in "
                        + stack.data().shown() + ": start one with ./candlewick up or give --streams-url"));
    }

    private JsonNode look(String url) throws StackException, InterruptedException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url + "/v1/pipeline")).timeout(TIMEOUT);
            String token = System.getenv("CANDLEWICK_API_TOKEN");
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new StackException(url + " refuses: "
                        + JSON.readTree(response.body()).path("detail").asText("status " + response.statusCode()));
            }
            return JSON.readTree(response.body());
        } catch (IOException | IllegalArgumentException away) {
            throw new StackException(
                    "the streams application at " + url + " does not answer: "
                            + (away.getMessage() == null ? "no connection" : away.getMessage()),
                    away);
        }
    }
}
