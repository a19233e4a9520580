package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import org.springframework.stereotype.Component;

@Component
class NoAuthTmp implements Authenticator {
    @Override
    public Caller authenticate(String bearerToken) {
        throw Refusal.of(CommonError.UNAUTHENTICATED, "no");
    }
}
