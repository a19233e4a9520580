package io.kosh.testing;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.DatabaseAccess;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// A company's rows of every table of a server, as whoever owns the tables sees them: also those that the application
/// may not read.
public final class EveryTable implements AutoCloseable {
    private final SingleConnectionDataSource source;
    private final JdbcClient jdbc;

    private EveryTable(SingleConnectionDataSource source) {
        this.source = source;
        this.jdbc = JdbcClient.create(source);
    }

    /// @param company 0 for rows of none
    public static EveryTable of(TestServer server, CompanyKey company) {
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        EveryTable every = new EveryTable(new SingleConnectionDataSource(
                access.url(), access.owner().user(), access.owner().password().value(), true));
        every.jdbc
                .sql("select set_config('app.company', ?, false)")
                .param(Long.toString(company.value()))
                .query(String.class)
                .single();
        return every;
    }

    /// The tables, with their schemas.
    public List<String> names() {
        return jdbc.sql("""
                        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and not c.relispartition
                            and n.nspname not in ('pg_catalog', 'information_schema')""")
                .query((row, _) -> Objects.requireNonNull(row.getString(1)))
                .list();
    }

    /// The rows of a table as JSON.
    public List<String> rows(String table) {
        return jdbc.sql("select row_to_json(each)::text from " + table + " as each")
                .query((row, _) -> Objects.requireNonNull(row.getString(1)))
                .list();
    }

    @Override
    public void close() {
        source.destroy();
    }
}
