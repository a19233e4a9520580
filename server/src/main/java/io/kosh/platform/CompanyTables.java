package io.kosh.platform;

import java.util.List;
import java.util.Map;

/// Which of a context's tables hold a company's state, for the sandbox's snapshots. Each context declares one bean; a
/// test finds the tenant table that nobody declared.
///
/// @param schema the context's schema
/// @param kept   the tables that are saved and restored, in an order in which their rows can be inserted
/// @param left   the tables that are left alone, each with the reason
/// @param closed whether comparisons tell only which rows are others, and nothing of what is in them
public record CompanyTables(String schema, List<String> kept, Map<String, String> left, boolean closed) {

    /// Of a context whose rows may be shown.
    public CompanyTables(String schema, List<String> kept, Map<String, String> left) {
        this(schema, kept, left, false);
    }
}
