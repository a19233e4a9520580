package io.kosh.platform;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Columns of a set-based statement, for stores, handed over as arrays of texts for `unnest`, which casts them.
public final class Cells {
    private Cells() {}

    /// The parameters of a statement: the first, and an array a column.
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> @Nullable Object[] of(Object first, List<T> rows, Function<T, @Nullable Object>... columns) {
        @Nullable Object[] parameters = new Object[columns.length + 1];
        parameters[0] = first;
        for (int column = 0; column < columns.length; column++) {
            @Nullable String[] cells = new String[rows.size()];
            for (int row = 0; row < cells.length; row++) {
                Object value = columns[column].apply(rows.get(row));
                cells[row] = value == null ? null : value.toString();
            }
            parameters[column + 1] = cells;
        }
        return parameters;
    }
}
