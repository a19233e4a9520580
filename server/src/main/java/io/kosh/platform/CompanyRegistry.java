package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The companies of the installation, for jobs and operator reports, which name the companies they work on.
/// Implemented by the identity context.
public interface CompanyRegistry {

    /// Every company, oldest first.
    List<CompanyRef> all();

    /// A company by public id, null where there is none.
    @Nullable
    CompanyRef find(String companyId);

    /// A company that is there by internal key, in the caller's transaction, of whatever company.
    default CompanyRef reference(CompanyKey key) {
        return all().stream()
                .filter(company -> company.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no company " + key.value()));
    }

    /// A company by internal key, null where there is none that may act: a locked one may not.
    @Nullable
    CompanyRef findActive(CompanyKey key);
}
