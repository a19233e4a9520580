package io.kosh.platform;

import io.kosh.kernel.CompanyKey;

/// A company as a request sees it: its public id (`CEK` + 7) and its internal key.
public record CompanyRef(String id, CompanyKey key) {}
