package io.kosh.sabotage.sql.internal;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Use cases that speak SQL instead of asking their store.
final class Coins {
    private final JdbcClient jdbc;

    Coins(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int count() {
        return jdbc.sql("select 1").query(Integer.class).single();
    }
}
