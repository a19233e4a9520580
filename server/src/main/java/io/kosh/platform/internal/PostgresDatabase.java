package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions on the routed data source: the scope of the work decides the role and the tenant.
@Component
final class PostgresDatabase implements Database {
    private static final int ATTEMPTS = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final ScopedValue<Scope> SCOPE = ScopedValue.newInstance();

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    PostgresDatabase(PlatformTransactionManager manager, JdbcClient jdbc) {
        this.transactions = new TransactionTemplate(manager);
        this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.jdbc = jdbc;
    }

    /// What the statements of a transaction may see.
    private sealed interface Scope {
        record Tenant(CompanyKey company) implements Scope {}

        record Registry() implements Scope {}

        record Across(List<CompanyKey> companies) implements Scope {}
    }

    /// Whether the work under way runs as the platform role; asked by the routed data source.
    static boolean asPlatform() {
        return SCOPE.isBound() && SCOPE.get() instanceof Scope.Across;
    }

    @Override
    public <T> T inCompany(CompanyKey company, Supplier<T> work) {
        return run(new Scope.Tenant(company), work);
    }

    @Override
    public <T> T inRegistry(Supplier<T> work) {
        return run(new Scope.Registry(), work);
    }

    @Override
    public <T> T acrossCompanies(List<CompanyKey> companies, Supplier<T> work) {
        return run(new Scope.Across(List.copyOf(companies)), work);
    }

    private <T> T run(Scope scope, Supplier<T> work) {
        if (SCOPE.isBound() && TransactionSynchronizationManager.isActualTransactionActive()) {
            if (!SCOPE.get().equals(scope)) {
                throw new IllegalStateException("a transaction of " + SCOPE.get() + " cannot hold work of " + scope);
            }
            return work.get();
        }
        return ScopedValue.where(SCOPE, scope).call(() -> retrying(scope, work));
    }

    private <T> T retrying(Scope scope, Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(scope, work);
            } catch (ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw Refusal.retryAfter(
                            CommonError.CONTENDED, "the rows are busy; retry with the same ids", RETRY_AFTER);
                }
            } catch (CannotCreateTransactionException
                    | DataAccessResourceFailureException
                    | TransactionSystemException e) {
                throw unavailable(e);
            } catch (RuntimeException e) {
                if (connectionLost(e)) {
                    throw unavailable(e);
                }
                throw e;
            }
        }
    }

    @SuppressWarnings("NullAway") // TransactionTemplate passes on what the work returns, null only where T allows it
    private <T> T once(Scope scope, Supplier<T> work) {
        return transactions.execute(_ -> {
            bind(scope);
            return work.get();
        });
    }

    private void bind(Scope scope) {
        switch (scope) {
            case Scope.Tenant(var company) -> set("app.company", Long.toString(company.value()));
            case Scope.Across(var companies) ->
                set(
                        "app.companies",
                        companies.stream()
                                .map(company -> Long.toString(company.value()))
                                .collect(Collectors.joining(",", "{", "}")));
            case Scope.Registry() -> {}
        }
    }

    private void set(String name, String value) {
        jdbc.sql("select set_config(?, ?, true)")
                .params(name, value)
                .query(String.class)
                .single();
    }

    private static Refusal unavailable(RuntimeException cause) {
        Refusal refusal = Refusal.retryAfter(
                CommonError.DATABASE_UNAVAILABLE,
                "the database is not available; retry with the same ids",
                RETRY_AFTER);
        refusal.addSuppressed(cause);
        return refusal;
    }

    /// SQL states of a connection that broke or a server that is going down (class 08, 57P01 to 57P03).
    private static boolean connectionLost(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P0");
            }
        }
        return false;
    }
}
