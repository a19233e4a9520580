package io.kosh.kernel;

/// The internal key of a company: the first column of every tenant table's primary key. Never shown outside.
public record CompanyKey(long value) implements Comparable<CompanyKey> {
    @Override
    public int compareTo(CompanyKey other) {
        return Long.compare(value, other.value);
    }
}
