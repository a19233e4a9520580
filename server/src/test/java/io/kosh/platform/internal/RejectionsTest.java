package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.RawHttp;
import io.kosh.testing.TestServer;
import org.junit.jupiter.api.Test;

/// What Tomcat turns away before any route is asked is answered like everything else.
class RejectionsTest {
    private static final String NOT_VALID = "the request line or a header is not valid";

    private static String answer(String head) {
        String answer = RawHttp.send(TestServer.shared().uri("/"), head);
        assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContain("<html", "java.", "Exception");
        return answer;
    }

    @Test
    void aTraversalInACompatiblePathIsAnsweredInItsEnvelope() {
        assertThat(answer("GET /api/v0/enkash-coins/..%2f HTTP/1.1\nHost: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/json", "X-Request-Id: RQ")
                .endsWith("{\"payload\":\"" + NOT_VALID + "\",\"response_code\":1,\"response_message\":\"" + NOT_VALID
                        + "\"}");
    }

    @Test
    void aTraversalInANativePathIsAProblem() {
        assertThat(answer("GET /api/v1/ledger/%2e%2e%2f%5c HTTP/1.1\nHost: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json", "\"title\":\"REQUEST_REJECTED\"");
    }

    @Test
    void aPathThatIsNotHttpIsAnsweredInJson() {
        assertThat(answer("GET /api/v1/<script> HTTP/1.1\nHost: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("REQUEST_REJECTED");
    }

    @Test
    void aHeaderThatIsTooLongIsAnsweredInJson() {
        assertThat(answer("GET /api/v1/none HTTP/1.1\nHost: localhost\nX-Long: " + "a".repeat(20_000)))
                .startsWith("HTTP/1.1 4")
                .contains("REQUEST_REJECTED");
    }

    @Test
    void theErrorPathItselfIsNoRoute() {
        assertThat(answer("GET /error HTTP/1.1\nHost: localhost"))
                .startsWith("HTTP/1.1 404")
                .contains("ROUTE_UNKNOWN");
    }

    @Test
    void aFormThatCannotBeReadIsTheClientsFault() {
        assertThat(answer("POST /oauth/token HTTP/1.1\nHost: localhost\nAuthorization: Basic eDp4\n"
                        + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 5\nConnection: close"
                        + "\n\na=%ZZ"))
                .startsWith("HTTP/1.1 400")
                .contains("\"error\":\"invalid_request\"");
    }

    @Test
    void traceIsRefused() {
        assertThat(answer("TRACE /api/v1/none HTTP/1.1\nHost: localhost")).startsWith("HTTP/1.1 4");
    }
}
