package io.kosh.platform.internal;

import io.kosh.platform.Idempotent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/// Puts [Idempotency] around the controllers that opted in: behind the chain, so that the caller is known, and around
/// the writing of the answer, so that it can be kept in the transaction of its effect.
@Component
final class IdempotentRoutes implements WebMvcRegistrations {
    private final Idempotency idempotency;

    IdempotentRoutes(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return new Adapter(idempotency);
    }

    private static final class Adapter extends RequestMappingHandlerAdapter {
        private final Idempotency idempotency;

        Adapter(Idempotency idempotency) {
            this.idempotency = idempotency;
        }

        @Override
        protected @Nullable ModelAndView invokeHandlerMethod(
                HttpServletRequest request, HttpServletResponse response, HandlerMethod handler) throws Exception {
            RereadRequest reread = WebUtils.getNativeRequest(request, RereadRequest.class);
            Idempotent opted = reread == null ? null : handler.getMethodAnnotation(Idempotent.class);
            ContentCachingResponseWrapper held =
                    opted == null ? null : WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
            if (reread == null || opted == null || held == null) {
                return super.invokeHandlerMethod(request, response, handler);
            }
            return idempotency.call(opted, reread, held, () -> super.invokeHandlerMethod(request, response, handler));
        }
    }
}
