package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import io.kosh.platform.Companies;
import io.kosh.platform.CompanyRef;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class NoAuthTmp implements Authenticator, Companies {
    @Override
    public Caller authenticate(String bearerToken) {
        throw Refusal.of(CommonError.UNAUTHENTICATED, "no");
    }

    @Override
    public List<CompanyRef> all() {
        return List.of();
    }

    @Override
    public @Nullable CompanyRef find(String companyId) {
        return null;
    }
}
