package io.kosh.ledger.internal;

import org.jspecify.annotations.Nullable;

/// Text columns of a set-based statement, filled row by row and handed over as arrays for `unnest`.
final class Columns {
    private final @Nullable String[][] cells;
    private int rows;

    Columns(int columns, int rows) {
        this.cells = new String[columns][rows];
    }

    void add(@Nullable String... row) {
        for (int column = 0; column < row.length; column++) {
            cells[column][rows] = row[column];
        }
        rows++;
    }

    /// One column as it is handed over.
    @Nullable
    String[] at(int column) {
        return cells[column];
    }
}
