package io.kosh.vault.internal;

import io.kosh.kernel.Fields;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How card numbers are made, bound from `kosh.vault.*`.
///
/// @param bin the digits that every number begins with, six or eight (ISO/IEC 7812-1). The default belongs to no
///            card scheme
@ConfigurationProperties("kosh.vault")
record VaultSettings(@DefaultValue("200401") String bin) {
    VaultSettings {
        if (!bin.matches("[1-9](?:[0-9]{5}|[0-9]{7})")) {
            throw Fields.invalid("kosh.vault.bin", "is six or eight digits");
        }
    }
}
