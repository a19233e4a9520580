package io.kosh.loyalty.internal.shop;

import io.kosh.platform.CompanyRef;

/// Who spends points: a person of a company.
record Shopper(CompanyRef company, String userId) {}
