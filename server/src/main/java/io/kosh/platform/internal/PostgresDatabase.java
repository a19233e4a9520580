package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions on the routed data source: the scope of the work decides the role and the tenant.
@Component
final class PostgresDatabase implements Database, SharedTransactions, RoundTrips {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int ATTEMPTS = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String AGAIN = "try again; a repeated request id has one effect";
    /// Has waited for its lock long enough, so it is not tried again here.
    private static final String LOCK_TIMEOUT = "55P03";
    /// A statement (57014), an idle transaction (25P03) or a whole one (25P04) that took longer than it may.
    private static final Set<String> TIMEOUTS = Set.of("57014", "25P03", "25P04");
    private static final ScopedValue<Work> WORK = ScopedValue.newInstance();

    private final TransactionTemplate transactions;
    private final JdbcOperations jdbc;

    PostgresDatabase(PlatformTransactionManager manager, DataSource dataSource) {
        this.transactions = new TransactionTemplate(manager);
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /// What the statements of a transaction may see.
    private sealed interface Scope {
        record Tenant(CompanyKey company) implements Scope {}

        record Registry() implements Scope {}

        record Across(List<CompanyKey> companies) implements Scope {}
    }

    /// One try of a transaction.
    static final class Work {
        private final Scope scope;
        private final @Nullable Turn turn;
        private final List<PostgresRoundTrip> left = new ArrayList<>(1);
        private boolean bound;
        private boolean awaited;

        /// @param turn null where it is none of a group commit
        private Work(Scope scope, @Nullable Turn turn) {
            this.scope = scope;
            this.turn = turn;
            this.bound = scope instanceof Scope.Registry;
        }

        /// Whether it is one of a group commit.
        boolean shared() {
            return turn != null;
        }

        /// Whether the database knows what the transaction may see.
        boolean bound() {
            return bound;
        }

        void wasBound() {
            bound = true;
        }

        /// The setting that says what the transaction may see.
        String setting() {
            return scope instanceof Scope.Across ? "app.companies" : "app.company";
        }

        String value() {
            return switch (scope) {
                case Scope.Tenant(var company) -> Long.toString(company.value());
                case Scope.Across(var companies) ->
                    companies.stream()
                            .map(company -> Long.toString(company.value()))
                            .collect(Collectors.joining(",", "{", "}"));
                case Scope.Registry() -> "";
            };
        }

        /// Leaves a trip for the end.
        void leave(PostgresRoundTrip trip) {
            left.add(trip);
        }
    }

    /// Whether the work under way runs as the platform role; asked by the routed data source.
    static boolean asPlatform() {
        return WORK.isBound() && WORK.get().scope instanceof Scope.Across;
    }

    @Override
    public <T> T inCompany(CompanyKey company, Supplier<T> work) {
        return run(new Scope.Tenant(company), null, work);
    }

    @Override
    public <T> T inCompanyShared(CompanyKey company, Turn turn, Supplier<T> work) {
        return run(new Scope.Tenant(company), turn, work);
    }

    @Override
    public <T> T inRegistry(Supplier<T> work) {
        return run(new Scope.Registry(), null, work);
    }

    @Override
    public <T> T acrossCompanies(List<CompanyKey> companies, Supplier<T> work) {
        return run(new Scope.Across(List.copyOf(companies)), null, work);
    }

    @Override
    public RoundTrip begin() {
        return new PostgresRoundTrip(jdbc, WORK.get());
    }

    @Override
    public void awaitTurn() {
        Work work = WORK.get();
        if (work.turn != null) {
            work.turn.await();
            work.awaited = true;
        }
    }

    private <T> T run(Scope scope, @Nullable Turn turn, Supplier<T> work) {
        if (WORK.isBound() && TransactionSynchronizationManager.isActualTransactionActive()) {
            if (!WORK.get().scope.equals(scope)) {
                throw new IllegalStateException(
                        "a transaction of " + WORK.get().scope + " cannot hold work of " + scope);
            }
            begin().send();
            return work.get();
        }
        return retrying(scope, turn, work);
    }

    private <T> T retrying(Scope scope, @Nullable Turn turn, Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return ScopedValue.where(WORK, new Work(scope, turn)).call(() -> once(work));
            } catch (ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS || LOCK_TIMEOUT.equals(sqlState(e))) {
                    throw contended();
                }
            } catch (CannotCreateTransactionException
                    | DataAccessResourceFailureException
                    | TransactionSystemException e) {
                throw unavailable(e);
            } catch (RuntimeException e) {
                String state = sqlState(e);
                if (LOCK_TIMEOUT.equals(state)) {
                    throw contended();
                }
                if (state != null && (connectionLost(state) || TIMEOUTS.contains(state))) {
                    throw unavailable(e);
                }
                throw e;
            }
        }
    }

    @SuppressWarnings("NullAway") // TransactionTemplate passes on what the work returns, null only where T allows it
    private <T> T once(Supplier<T> work) {
        return transactions.execute(_ -> {
            if (!WORK.get().shared()) {
                begin().send();
            }
            T result = work.get();
            sendWhatIsLeft();
            return result;
        });
    }

    /// The last trip takes the commit along. The driver knows then that the transaction is over, and the transaction
    /// manager's own commit costs nothing.
    private void sendWhatIsLeft() {
        Work work = WORK.get();
        if (!work.left.isEmpty() && work.turn != null) {
            PostgresRoundTrip last = work.left.getFirst();
            work.left.stream().skip(1).forEach(last::take);
            last.write("commit");
            if (work.awaited) {
                // The next batch is of the same kind, so it awaits its turn as this one did.
                work.turn.lastTrip();
            }
            last.send();
        }
    }

    private static Refusal contended() {
        return Refusal.retryAfter(CommonError.CONTENDED, "the rows are busy; " + AGAIN, RETRY_AFTER);
    }

    private static Refusal unavailable(RuntimeException cause) {
        LOG.atWarn()
                .addKeyValue("sqlState", sqlState(cause))
                .addKeyValue("thrown", cause.getClass().getSimpleName())
                .log("the database did not do its work");
        return Refusal.retryAfter(
                CommonError.DATABASE_UNAVAILABLE, "the database is not available; " + AGAIN, RETRY_AFTER);
    }

    /// SQL states of a connection that broke or a server that is going down (class 08, 57P01 to 57P03).
    private static boolean connectionLost(String state) {
        return state.startsWith("08") || state.startsWith("57P0");
    }

    private static @Nullable String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
