package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContactControllerTest {
    private final Api.Fixture shop = Api.of(TestServer.shared()).newCompany(0);
    private final String user = shop.api()
            .post("/api/v1/users", Map.of("name", "Asha", "email", "Asha@Example.com", "phone", "98765 43210"))
            .text("userId");

    private Reply send(String contact) {
        return shop.api().post("/api/v1/users/" + user + "/contacts/" + contact + "/verification", Map.of());
    }

    private Reply confirm(String contact, String code) {
        return shop.api()
                .post("/api/v1/users/" + user + "/contacts/" + contact + "/verification/confirm", Map.of("code", code));
    }

    /// What a person reads who was sent something.
    private String otp(String channel) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Reply inbox = shop.api().get("/sandbox/inbox?channel=" + channel);
        while (inbox.json().path("items").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
            inbox = shop.api().get("/sandbox/inbox?channel=" + channel);
        }
        return inbox.text("items.0.otp");
    }

    private Reply user() {
        return shop.api().get("/api/v1/users/" + user);
    }

    @Test
    void aPersonShowsToReadTheirMailAndTheirSms() {
        assertThat(user().text("email")).isEqualTo("Asha@example.com");
        assertThat(user().text("phone")).isEqualTo("+919876543210");
        assertThat(user().text("emailVerified")).isEqualTo("false");

        Reply sent = send("email");
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        assertThat(sent.text("to")).isEqualTo("A***@example.com");
        Reply confirmed = confirm("email", otp("MAIL"));
        assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
        assertThat(confirmed.text("emailVerified")).isEqualTo("true");
        assertThat(confirmed.text("phoneVerified")).isEqualTo("false");

        assertThat(send("phone").status()).isEqualTo(201);
        assertThat(confirm("phone", otp("SMS")).text("phoneVerified")).isEqualTo("true");
        assertThat(send("phone").text("title")).isEqualTo("CONTACT_VERIFIED");
        assertThat(confirm("phone", otp("SMS")).text("title")).isEqualTo("CODE_GONE");
        assertThat(shop.api().get("/api/v1/users/" + user + "/history").json().findValuesAsString("to"))
                .containsExactly("VERIFIED", "VERIFIED");
    }

    @Test
    void wrongTriesAreCountedAlthoughTheyAreRefused() {
        send("email");
        String code = otp("MAIL");
        String wrong = code.equals("000000") ? "111111" : "000000";

        for (int left = 4; left > 0; left--) {
            Reply refused = confirm("email", wrong);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("detail")).endsWith("tries left: " + left);
        }
        assertThat(confirm("email", wrong).text("title")).isEqualTo("CODE_EXHAUSTED");
        assertThat(confirm("email", code).text("title")).isEqualTo("CODE_EXHAUSTED");
        assertThat(user().text("emailVerified")).isEqualTo("false");
    }

    @Test
    void aSecondCodeHasToWait() {
        send("email");

        Reply refused = send("email");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("title")).isEqualTo("CODE_TOO_SOON");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 30L);
    }

    @Test
    void anAddressThatChangesIsUnverifiedAndItsCodeIsOver() {
        send("email");
        confirm("email", otp("MAIL"));
        send("phone");
        String code = otp("SMS");

        Reply changed =
                shop.api().patch("/api/v1/users/" + user, Map.of("email", "nair@example.com", "phone", "9876543211"));

        assertThat(changed.text("email")).isEqualTo("nair@example.com");
        assertThat(changed.text("emailVerified")).isEqualTo("false");
        assertThat(confirm("phone", code).text("title")).isEqualTo("CODE_GONE");
        assertThat(user().text("phoneVerified")).isEqualTo("false");
    }

    @Test
    void theSameAddressAgainStaysVerified() {
        send("email");
        confirm("email", otp("MAIL"));

        shop.api().patch("/api/v1/users/" + user, Map.of("email", "Asha@EXAMPLE.com"));

        assertThat(user().text("emailVerified")).isEqualTo("true");
    }

    @Test
    void aForgottenAddressIsGoneWithItsCode() {
        send("email");
        String code = otp("MAIL");

        Reply forgotten = shop.api().delete("/api/v1/users/" + user + "/contacts/email");

        assertThat(forgotten.json().path("email").isNull()).isTrue();
        assertThat(confirm("email", code).text("title")).isEqualTo("CONTACT_UNKNOWN");
        assertThat(send("email").text("title")).isEqualTo("CONTACT_UNKNOWN");
        assertThat(send("fax").status()).isEqualTo(404);
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String email : new String[] {"asha@example.com\r\nBcc: all@example.com", "asha", "a@b"}) {
            Reply refused = shop.api().patch("/api/v1/users/" + user, Map.of("email", email));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains("email");
        }
        assertThat(shop.api()
                        .post("/api/v1/users", Map.of("name", "A", "phone", "+14155550100"))
                        .status())
                .isEqualTo(400);
        assertThat(shop.api().patch("/api/v1/users/" + user, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void anotherCompanyReachesNothingOfIt() {
        send("email");
        String code = otp("MAIL");
        Api.Fixture other = Api.of(TestServer.shared()).newCompany(0);
        String path = "/api/v1/users/" + user + "/contacts/email";

        assertThat(other.api().post(path + "/verification", Map.of()).status()).isEqualTo(404);
        assertThat(other.api()
                        .post(path + "/verification", Map.of("companyId", shop.companyId()))
                        .status())
                .isEqualTo(403);
        assertThat(other.api()
                        .post(path + "/verification/confirm", Map.of("code", code))
                        .status())
                .isEqualTo(404);
        assertThat(other.api().delete(path).status()).isEqualTo(404);
        assertThat(other.api().get("/sandbox/inbox").json().path("items")).isEmpty();
        assertThat(confirm("email", code).text("emailVerified")).isEqualTo("true");
    }

    @Test
    void theAlertAddressIsTheCompanysAndTheOperators() {
        Api.Fixture other = Api.of(TestServer.shared()).newCompany(0);
        String path = "/api/v1/companies/" + shop.companyId() + "/alert-mail";

        assertThat(other.api().put(path, Map.of("email", "spy@example.com")).status())
                .isEqualTo(403);
        assertThat(other.api().get(path).status()).isEqualTo(403);
        assertThat(shop.api().put(path, Map.of("email", "no address")).status()).isEqualTo(400);
        assertThat(shop.api().put(path, Map.of("email", "ops@example.com")).status())
                .isEqualTo(200);
        Api operator = Api.of(TestServer.shared()).newOperator();
        assertThat(operator.get(path).text("email")).isEqualTo("ops@example.com");
        assertThat(operator.delete(path).json().path("email").isNull()).isTrue();
        assertThat(shop.api().get(path).json().path("email").isNull()).isTrue();
    }
}
