package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/** Whether the streams application's lanes run. */
record StreamsCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String STREAMS = "streams-app";
    private static final int OK = 200;

    @Override
    public List<Finding> look() throws InterruptedException {
        if (addresses.streamsUrl().isEmpty()) {
            return List.of(Finding.skipped(STREAMS, "no address is known"));
        }
        String url = addresses.streamsUrl().get();
        try {
            HttpResponse<String> ready = HttpProbe.get(url + "/readyz");
            String lanes = ready.body().strip();
            return List.of(
                    ready.statusCode() == OK
                            ? Finding.ok(STREAMS, lanes)
                            : Finding.fault(STREAMS, lanes, "wait while it restores; otherwise read its log"));
        } catch (IOException away) {
            return List.of(Finding.fault(
                    STREAMS,
                    url + " does not answer: " + (away.getMessage() == null ? "no connection" : away.getMessage()),
                    "start it"));
        }
    }
}
