package io.kosh;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Reads the catalogue of the migrated database: what keeps companies apart is there for every table, and the
/// application could not take it away.
class TenancyTest {
    /// Tables with a company and without a fence, and why.
    private static final Map<String, String> REGISTRIES = Map.of(
            "platform.public_id", "finds the company of an id before any company is known",
            "identity.api_client", "a client signs in before any company is known",
            "identity.login", "a person signs in before any company is known",
            "identity.partner_company", "tells which companies a partner's token may act for");

    /// Policies beside the two that every tenant table has, and why.
    private static final Map<String, String> MORE_POLICIES =
            Map.of("loyalty.coin_event", "defaults_are_readable: the platform's DEFAULT is in force for everybody");

    private final DatabaseAccess access = TestServer.shared().bean(DatabaseAccess.class);
    private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(
            access.url(), access.owner().user(), access.owner().password().value()));

    private record Table(
            String name,
            String kind,
            boolean partition,
            boolean enabled,
            boolean forced,
            List<String> policies,
            @Nullable String firstOfKey,
            boolean reachable) {}

    private List<Table> tablesWithACompany() {
        return jdbc.sql("""
                        select n.nspname || '.' || c.relname as name,
                               c.relkind as kind,
                               c.relispartition as partition,
                               c.relrowsecurity as enabled,
                               c.relforcerowsecurity as forced,
                               array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies,
                               (select a.attname from pg_index i
                                join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                                where i.indrelid = c.oid and i.indisprimary) as first_of_key,
                               has_table_privilege(:app, c.oid, 'select,insert,update,delete')
                                   or has_table_privilege(:platform, c.oid, 'select,insert,update,delete') as reachable
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p')
                          and n.nspname not in ('pg_catalog', 'information_schema')
                          and exists (select from pg_attribute a
                                      where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped)
                        order by 1
                        """)
                .param("app", access.app().user())
                .param("platform", access.platform().user())
                .query((row, _) -> new Table(
                        row.getString("name"),
                        row.getString("kind"),
                        row.getBoolean("partition"),
                        row.getBoolean("enabled"),
                        row.getBoolean("forced"),
                        List.of((String[]) row.getArray("policies").getArray()),
                        row.getString("first_of_key"),
                        row.getBoolean("reachable")))
                .list();
    }

    @Test
    void everyTableWithACompanyIsFenced() {
        assertThat(tablesWithACompany())
                .filteredOn(table -> !REGISTRIES.containsKey(table.name()))
                .filteredOn(table -> !table.partition() || table.reachable())
                .allSatisfy(table -> {
                    assertThat(table.enabled() && table.forced())
                            .as("%s forces row-level security", table.name())
                            .isTrue();
                    assertThat(table.policies())
                            .as("the policies of %s", table.name())
                            .contains("named_companies", "one_company")
                            .hasSize(MORE_POLICIES.containsKey(table.name()) ? 3 : 2);
                    assertThat(table.firstOfKey())
                            .as("the first column of the primary key of %s", table.name())
                            .isEqualTo("company_id");
                });
    }

    @Test
    void everyExceptionIsStillThere() {
        assertThat(tablesWithACompany()).extracting(Table::name).containsAll(REGISTRIES.keySet());
    }

    @Test
    void aTableWithoutAFenceIsFound() {
        jdbc.sql("create table if not exists platform.unfenced_sabotage (id bigint primary key, company_id bigint)")
                .update();
        try {
            assertThat(tablesWithACompany())
                    .filteredOn(table -> table.name().equals("platform.unfenced_sabotage"))
                    .singleElement()
                    .satisfies(table -> {
                        assertThat(table.forced()).isFalse();
                        assertThat(table.firstOfKey()).isEqualTo("id");
                    });
        } finally {
            jdbc.sql("drop table platform.unfenced_sabotage").update();
        }
    }

    /// Indexes of fenced tables by a function that might tell of rows that nobody may see: no query of the
    /// application uses them, however well they fit.
    private List<String> indexesThatNoQueryMayUse() {
        return jdbc.sql("""
                        select distinct indexrelid::regclass::text from pg_index
                        join pg_class on pg_class.oid = indrelid
                        cross join lateral regexp_matches(indexprs::text, ':[a-z]*funcid ([0-9]+)', 'g') as called
                        join pg_proc on pg_proc.oid = called[1]::oid
                        where relrowsecurity and not proleakproof order by 1
                        """).query((row, _) -> String.valueOf(row.getString(1))).list();
    }

    @Test
    void everyIndexOfAFencedTableMayBeUsed() {
        assertThat(indexesThatNoQueryMayUse()).isEmpty();
    }

    @Test
    void anIndexThatNoQueryMayUseIsFound() {
        jdbc.sql("create index unusable_sabotage on cards.card (company_id, lower(first_name))")
                .update();
        try {
            assertThat(indexesThatNoQueryMayUse()).containsExactly("cards.unusable_sabotage");
        } finally {
            jdbc.sql("drop index cards.unusable_sabotage").update();
        }
    }

    @Test
    void theRolesOfTheApplicationHaveNoPower() {
        record Role(boolean superuser, boolean bypass, boolean createRole, boolean createDatabase, long owned) {}
        for (String name : List.of(access.app().user(), access.platform().user())) {
            Role role = jdbc.sql("""
                            select r.rolsuper as superuser, r.rolbypassrls as bypass, r.rolcreaterole as create_role,
                                   r.rolcreatedb as create_database,
                                   (select count(*) from pg_shdepend d
                                    where d.refobjid = r.oid and d.deptype = 'o') as owned
                            from pg_roles r where r.rolname = :name
                            """).param("name", name).query(Role.class).single();

            assertThat(role).as(name).isEqualTo(new Role(false, false, false, false, 0));
        }
    }

    @Test
    void theRolesOfTheApplicationAreMembersOfNoOther() {
        assertThat(jdbc.sql("""
                        select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member
                        where r.rolname in (:names)
                        """)
                        .param(
                                "names",
                                List.of(access.app().user(), access.platform().user()))
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
