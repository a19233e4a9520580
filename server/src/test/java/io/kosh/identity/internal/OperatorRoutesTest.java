package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.PublicIds;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("store")
class OperatorRoutesTest {
    private final TestServer server = TestServer.shared();
    private final Api operator = Api.of(server).newOperator();

    @Test
    void createsACompanyWhoseCredentialsWorkAtOnce() {
        Reply created = operator.post(
                "/api/v1/companies",
                Map.of(
                        "name",
                        "Sunrise Traders",
                        "administrator",
                        Map.of("username", "admin@sunrise.example", "password", "correct horse")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("companyId")).matches("CEK[A-Z0-9]{7}");
        assertThat(created.text("clientId")).isEqualTo(created.text("companyId"));
        ClientCredentials client =
                new ClientCredentials(created.text("clientId"), new Secret<>(created.text("clientSecret")));
        assertThat(Api.of(server)
                        .token(
                                client,
                                Map.of(
                                        "grant_type",
                                        "password",
                                        "username",
                                        "admin@sunrise.example",
                                        "password",
                                        "correct horse",
                                        "clientId",
                                        created.text("companyId")))
                        .status())
                .isEqualTo(200);
        Reply again = operator.post(
                "/api/v1/companies",
                Map.of(
                        "name",
                        "Sunset Traders",
                        "administrator",
                        Map.of("username", "admin@sunrise.example", "password", "correct horse")));
        assertThat(again.status()).isEqualTo(409);
        assertThat(operator.post("/api/v1/companies", Map.of("name", "Twice", "companyId", created.text("companyId")))
                        .status())
                .isEqualTo(409);
        assertThat(operator.get("/api/v1/companies/" + created.text("companyId"))
                        .text("name"))
                .isEqualTo("Sunrise Traders");
        assertThat(server.bean(JdbcClient.class)
                        .sql("select count(*) from identity.company where name = 'Sunset Traders'")
                        .query(Long.class)
                        .single())
                .as("the whole or nothing")
                .isZero();
    }

    @Test
    void isForOperatorsOnly() {
        Fixture company = Api.of(server).newCompany(1);
        String user = "/api/v1/users/" + company.userIds().getFirst();
        for (String path : List.of("/companies", "/partners", "/clients", "/locks?kind=CLIENT&id=x", "/logins/x")) {
            assertThat(company.api().get("/api/v1" + path).status()).as(path).isEqualTo(403);
            assertThat(Api.of(server).get("/api/v1" + path).status()).as(path).isEqualTo(401);
        }
        for (String path : List.of(
                "/api/v1/companies",
                "/api/v1/partners",
                "/api/v1/clients",
                "/api/v1/logins",
                "/api/v1/tokens/revoke",
                user + "/lock?companyId=" + company.companyId())) {
            assertThat(company.api().post(path, "{}").status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void letsACompanyManageItsOwnUsers() {
        Fixture company = Api.of(server).newCompany(0);
        Fixture other = Api.of(server).newCompany(1);

        Reply created = company.api().post("/api/v1/users", Map.of("name", "Asha Nair"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("userId")).matches("EK[A-Z0-9]{6}");
        String user = "/api/v1/users/" + created.text("userId");
        assertThat(company.api().get(user).text("name")).isEqualTo("Asha Nair");
        assertThat(company.api().patch(user, Map.of("status", "INACTIVE")).text("status"))
                .isEqualTo("INACTIVE");
        assertThat(company.api().patch(user, Map.of("status", "INACTIVE")).status())
                .isEqualTo(409);
        assertThat(other.api().get(user).status()).isEqualTo(404);
        assertThat(other.api().patch(user, Map.of("status", "ACTIVE")).status()).isEqualTo(404);
        assertThat(other.api().get(user + "/history").status()).isEqualTo(404);
        assertThat(other.api()
                        .post("/api/v1/users", Map.of("name", "x", "companyId", company.companyId()))
                        .status())
                .isEqualTo(403);
        assertThat(company.api().post("/api/v1/users", Map.of("name", " ")).text("field"))
                .isEqualTo("name");
        assertThat(company.api()
                        .post("/api/v1/users", "{\"name\":\"'; drop table identity.person; --<script>\"}")
                        .status())
                .isEqualTo(201);
        assertThat(company.api().get("/api/v1/users/%00").status()).isIn(400, 404);
    }

    @Test
    void pagesThroughUsers() {
        Fixture company = Api.of(server).newCompany(5);
        Reply first = company.api().get("/api/v1/users?limit=4");
        assertThat(first.json().get("items").size()).isEqualTo(4);
        Reply second = company.api().get("/api/v1/users?limit=4&cursor=" + first.text("nextCursor"));
        assertThat(second.json().get("items").size()).isEqualTo(2);
        assertThat(second.json().get("nextCursor").isNull()).isTrue();
        assertThat(operator.get("/api/v1/companies?limit=1").text("items.0.companyId"))
                .isEqualTo(Identity.PLATFORM_COMPANY);
        assertThat(operator.get("/api/v1/clients?companyId=" + company.companyId())
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void rotatesASecretWithAnOverlap() {
        Fixture company = Api.of(server).newCompany(0);
        String path = "/api/v1/clients/" + company.client().clientId() + "/secrets";

        Reply rotated = operator.post(path, Map.of("overlapSeconds", 3600));

        assertThat(rotated.status()).isEqualTo(201);
        ClientCredentials second =
                new ClientCredentials(rotated.text("clientId"), new Secret<>(rotated.text("clientSecret")));
        assertThat(signIn(company.client())).isEqualTo(200);
        assertThat(signIn(second)).isEqualTo(200);
        ClientCredentials third = new ClientCredentials(
                second.clientId(), new Secret<>(operator.post(path, "{}").text("clientSecret")));
        assertThat(signIn(company.client())).as("two live at most").isEqualTo(401);
        assertThat(signIn(second)).isEqualTo(200);
        assertThat(signIn(third)).isEqualTo(200);
        operator.post(path, Map.of("overlapSeconds", 0));
        assertThat(signIn(third)).isEqualTo(401);
        assertThat(operator.post(path, Map.of("overlapSeconds", -1)).status()).isEqualTo(400);
    }

    private int signIn(ClientCredentials client) {
        return Api.of(server)
                .token(client, Map.of("grant_type", "client_credentials"))
                .status();
    }

    @Test
    void setsAPasswordAndKeepsPasswordsAcceptable() {
        Fixture company = Api.of(server).newCompany(0);
        String path = "/api/v1/logins/" + company.username() + "/password";
        assertThat(operator.put(path, Map.of("password", "short")).text("field"))
                .isEqualTo("password");
        assertThat(operator.put(path, Map.of("password", "é".repeat(40))).status())
                .isEqualTo(400);
        assertThat(operator.put(path, Map.of("password", "another horse")).status())
                .isEqualTo(200);
        Map<String, String> form =
                Map.of("grant_type", "password", "username", company.username(), "password", "another horse");
        assertThat(Api.of(server).token(company.client(), form).status()).isEqualTo(200);
    }

    @Test
    void endsWhatWasSignedInWithThePasswordBeforeAndKeepsWhoSetTheNewOne() {
        Fixture company = Api.of(server).newCompany(0);
        Map<String, String> form =
                Map.of("grant_type", "password", "username", company.username(), "password", company.password());
        Reply signedIn = Api.of(server).token(company.client(), form);

        assertThat(operator.put(
                                "/api/v1/logins/" + company.username() + "/password",
                                Map.of("password", "another horse"))
                        .status())
                .isEqualTo(200);

        assertThat(Api.of(server)
                        .token(
                                company.client(),
                                Map.of("grant_type", "refresh_token", "refresh_token", signedIn.text("refresh_token")))
                        .status())
                .isEqualTo(401);
        assertThat(Api.of(server)
                        .as(signedIn.text("access_token"))
                        .get("/api/v1/users")
                        .status())
                .isEqualTo(401);
        Reply history = operator.get("/api/v1/locks?kind=LOGIN&id=" + company.username());
        assertThat(history.json().get("items").size()).isEqualTo(1);
        assertThat(history.text("items.0.field")).isEqualTo("PASSWORD");
        assertThat(history.text("items.0.by")).startsWith("OPR");
        assertThat(history.body()).doesNotContain("horse");
    }

    @Test
    void claimsThePublicIdOfAUserInTheSameTransaction() {
        Fixture company = Api.of(server).newCompany(1);
        PublicIds ids = server.bean(PublicIds.class);
        Identity identity = server.bean(Identity.class);
        String userId = company.userIds().getFirst();

        assertThat(ids.companyOf(userId, PublicIds.Kind.USER))
                .isEqualTo(company.company().key());
        assertThatThrownBy(() -> identity.createUser(company.company(), userId, "Twin"))
                .hasMessageContaining("taken");
        assertThatThrownBy(() -> server.bean(Database.class)
                        .inCompany(company.company().key(), () -> {
                            identity.createUser(company.company(), "EKROLLED", "Never");
                            throw new IllegalStateException("rolled back");
                        }))
                .hasMessage("rolled back");
        assertThat(ids.companyOf("EKROLLED", PublicIds.Kind.USER)).isNull();
    }

    @Test
    void showsPeopleToTheirCompanyOnly() {
        Fixture one = Api.of(server).newCompany(1);
        Fixture two = Api.of(server).newCompany(1);
        Identity identity = server.bean(Identity.class);
        Database database = server.bean(Database.class);
        JdbcClient jdbc = server.bean(JdbcClient.class);
        User person = one.users().getFirst();

        assertThat(database.inCompany(
                        one.company().key(),
                        () -> identity.findUser(one.company().key(), person.id())))
                .isEqualTo(person);
        assertThat(database.inCompany(
                        two.company().key(),
                        () -> jdbc.sql("select count(*) from identity.person where public_id = ?")
                                .param(person.id())
                                .query(Long.class)
                                .single()))
                .isZero();
        assertThatThrownBy(() -> database.inCompany(
                        two.company().key(),
                        () -> jdbc.sql("insert into identity.person (company_id, public_id, name, created_at)"
                                        + " values (?, 'EKFOREIG', 'x', now())")
                                .param(one.company().key().value())
                                .update()))
                .hasStackTraceContaining("row-level security");
        assertThatThrownBy(() -> database.inRegistry(() -> jdbc.sql("select count(*) from identity.person")
                        .query(Long.class)
                        .single()))
                .isInstanceOf(RuntimeException.class);
        assertThat(database.acrossCompanies(
                        List.of(one.company().key(), two.company().key()),
                        () -> jdbc.sql("select count(*) from identity.person")
                                .query(Long.class)
                                .single()))
                .isEqualTo(4);
    }

    @Test
    void makesAForgottenTenantAnErrorOnAUsedConnection() throws SQLException {
        Fixture company = Api.of(server).newCompany(1);
        try (Connection connection = server.bean(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('app.company', '"
                    + company.company().key().value() + "', true)");
            try (var rows = statement.executeQuery("select count(*) from identity.person")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(2);
            }
            connection.commit();
            try (var rows = statement.executeQuery("select current_setting('app.company')")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1))
                        .as("the setting reverts to nothing")
                        .isEmpty();
            }
            assertThatThrownBy(() -> statement.executeQuery("select count(*) from identity.person"))
                    .hasMessageContaining("invalid input syntax for type bigint");
            connection.rollback();
        }
    }
}
