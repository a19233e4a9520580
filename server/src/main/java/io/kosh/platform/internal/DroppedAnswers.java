package io.kosh.platform.internal;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Closes a connection without an answer where a scenario of the sandbox wants that: a client cannot tell it from a
/// network that broke.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "kosh.profile", havingValue = "sandbox", matchIfMissing = true)
class DroppedAnswers {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> droppedAnswersValve() {
        return factory ->
                factory.addContextCustomizers(context -> context.getPipeline().addValve(new Closing()));
    }

    private static final class Closing extends ValveBase {
        Closing() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if (request.getAttribute(HeldResponse.DROPPED) != null) {
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            }
        }
    }
}
