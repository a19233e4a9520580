package io.kosh.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Statements that travel together: the database gets them in one message, does them in order and answers them in one,
/// where each by itself would make its caller and PostgreSQL wake each other. For stores, inside a transaction
/// ([RoundTrips]).
///
/// Statements travel on without waiting only while the rows that they read are of a fixed width: numbers, instants,
/// booleans, `uuid`, `name`. A statement that reads text is right, too, but waits for those before it.
public interface RoundTrip {

    /// Reads a row of an answer, by the places of its columns.
    @FunctionalInterface
    interface Rows {
        void read(ResultSet row) throws SQLException;
    }

    /// Adds a statement that answers rows; they are read while the trip is made.
    RoundTrip read(String sql, Rows rows, @Nullable Object... parameters);

    /// Adds a statement that answers none.
    RoundTrip write(String sql, @Nullable Object... parameters);

    /// Makes the trip. Nothing happens where nothing was added.
    void send();

    /// For writes that nothing in this transaction reads: they go together with the commit where the transaction is
    /// one of a [GroupCommit], and at once where not.
    void sendAtEnd();
}
