package io.kosh.platform.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/// One pool a role, and one data source that picks the pool by the scope of the work.
/// Nothing gets a connection before the migrations ran.
@Configuration(proxyBeanMethods = false)
class DataSources {

    @Bean
    DatabaseAccess databaseAccess(DatabaseAccess.Source source, Settings settings) {
        DatabaseAccess access = source.await();
        Migrations.run(access, settings.profile());
        return access;
    }

    @Bean
    HikariDataSource appPool(DatabaseAccess access, Settings settings) {
        return pool("app", access, access.app(), settings.pool().size(), settings);
    }

    @Bean
    HikariDataSource platformPool(DatabaseAccess access, Settings settings) {
        return pool("platform", access, access.platform(), settings.pool().platformSize(), settings);
    }

    /// For what no request asked for: the tick, the sealer, the look for webhooks. A report or an audit that holds the
    /// platform's connections for long cannot stop them.
    @Bean
    HikariDataSource jobsPool(DatabaseAccess access, Settings settings) {
        return pool("jobs", access, access.platform(), settings.pool().jobsSize(), settings);
    }

    private enum Pool {
        APP,
        PLATFORM,
        JOBS
    }

    @Bean
    @Primary
    DataSource dataSource(HikariDataSource appPool, HikariDataSource platformPool, HikariDataSource jobsPool) {
        AbstractRoutingDataSource routed = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                if (!PostgresDatabase.asPlatform()) {
                    return Pool.APP;
                }
                return RequestContext.isBound() ? Pool.PLATFORM : Pool.JOBS;
            }
        };
        routed.setTargetDataSources(Map.of(Pool.APP, appPool, Pool.PLATFORM, platformPool, Pool.JOBS, jobsPool));
        return routed;
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    private static HikariDataSource pool(
            String name, DatabaseAccess access, DatabaseAccess.Login login, int size, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("kosh-" + name);
        config.setJdbcUrl(access.url());
        config.setUsername(login.user());
        config.setPassword(login.password().value());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(settings.pool().acquireTimeout().toMillis());
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "kosh-" + name);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
                        + " -c timezone=UTC -c search_path=pg_catalog"
                        // Said once a connection: said once a transaction, it would cost a round trip each time.
                        + " -c default_transaction_isolation=read\\ committed");
        return new HikariDataSource(config);
    }
}
