package io.candlewick.ingest.simulate;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong with REST calls in the same way at every vendor.
 *
 * <p><b>Thread</b>: any.
 */
public final class RestFaults {

    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;
    private static final int FORBIDDEN = 403;

    private final Faults faults;
    private final String tooManyBody;
    private final String forbiddenBody;

    /**
     * The faults of a vendor; {@link #declare} makes them known.
     *
     * @param faults where they are scripted
     * @param tooManyBody what the vendor says to too many requests
     * @param forbiddenBody what it says where the plan does not allow a span
     */
    public RestFaults(Faults faults, String tooManyBody, String forbiddenBody) {
        this.faults = faults;
        this.tooManyBody = tooManyBody;
        this.forbiddenBody = forbiddenBody;
    }

    /**
     * Makes the faults known.
     *
     * @param faults the simulator's
     */
    public static void declare(Faults faults) {
        faults.declare("rest-429", "REST calls are too many; value: seconds of Retry-After, or 'empty' for no body");
        faults.declare("rest-500", "REST calls fail with 500 and a page of HTML");
        faults.declare("rest-403", "REST calls are refused: the plan does not include the span");
        faults.declare("rest-slow", "REST calls take long; value: milliseconds, 2000 if absent");
        faults.declare("rest-truncated", "REST answers end in their middle");
        faults.declare("rest-bad-rows", "REST answers hold rows that are no bars among the good ones; value: how many");
        faults.declare("rest-empty", "REST answers hold no bars; value: absent, null or list");
    }

    /**
     * Lets a fault happen to a call.
     *
     * @param context the call
     * @return whether it is answered with that
     */
    public boolean happen(Context context) {
        faults.take("rest-slow").ifPresent(fault -> sleep(fault.number(2_000)));
        Optional<Fault> tooMany = faults.take("rest-429");
        if (tooMany.isPresent()) {
            String value = tooMany.get().value();
            context.status(TOO_MANY);
            if (!value.equals("empty")) {
                context.contentType("application/json").result(tooManyBody);
            }
            if (!value.isEmpty() && !value.equals("empty")) {
                context.header("Retry-After", value);
            }
            return true;
        }
        if (faults.take("rest-500").isPresent()) {
            context.status(BROKEN).contentType("text/html").result("<html><body>Internal Server Error</body></html>");
            return true;
        }
        if (faults.take("rest-403").isPresent()) {
            context.status(FORBIDDEN).contentType("application/json").result(forbiddenBody);
            return true;
        }
        return false;
    }

    /**
     * How many bad rows an answer is to hold.
     *
     * @return their number, 0 as a rule
     */
    public int badRows() {
        return faults.take("rest-bad-rows").map(fault -> fault.number(1)).orElse(0);
    }

    /**
     * The shape of an answer without bars, if it is to have none.
     *
     * @return absent, null or list
     */
    public Optional<String> empty() {
        return faults.take("rest-empty").map(fault -> fault.value().isEmpty() ? "absent" : fault.value());
    }

    /**
     * Answers with JSON, cut off if it is to be.
     *
     * @param context the call
     * @param json the answer
     */
    public void answer(Context context, CharSequence json) {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        if (faults.take("rest-truncated").isPresent()) {
            body = Arrays.copyOf(body, body.length / 2);
        }
        context.contentType("application/json").result(body);
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
