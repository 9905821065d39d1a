package io.candour.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.ETagSupportEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import io.candour.enforcement.CapabilityProvider;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.ErrorInterceptor;
import io.candour.enforcement.GateInterceptor;
import io.candour.enforcement.ReceiptInterceptor;
import io.candour.enforcement.WriteInterceptor;
import io.candour.portal.OddPaths;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR endpoint: HAPI's servlet behind our gate, with providers of resources that the allow-list names. */
@Configuration(proxyBeanMethods = false)
public class FhirServletConfiguration {

    /** Inside the web server's own pages for errors, so that it reports first. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomeReports(ObjectProvider<OddPaths> pages) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new OutcomeReportValve(request -> pages.stream()
                        .flatMap(each -> each.instead(request).stream())
                        .findFirst())));
    }

    @Bean
    RestfulServer restfulServer(
            FhirContext fhirContext,
            IInterceptorService storageInterceptors,
            ResourceProviderFactory resourceProviders,
            JpaSystemProvider<?, ?> systemProvider,
            GateInterceptor gate,
            ErrorInterceptor errors,
            ReceiptInterceptor receipts,
            WriteInterceptor writes,
            CapabilityProvider capabilities,
            Deployment deployment) {
        // An element that nobody knows would be dropped without a word.
        fhirContext.setParserErrorHandler(new StrictErrorHandler());
        RestfulServer server = new SilentServer(fhirContext);
        List<Object> providers = resourceProviders.createProviders().stream()
                .filter(each -> each instanceof IResourceProvider provider
                        && capabilities.supports(fhirContext.getResourceType(provider.getResourceType())))
                .toList();
        server.registerProviders(providers);
        server.registerProvider(systemProvider);
        server.setServerConformanceProvider(capabilities);
        server.setServerAddressStrategy(new HardcodedServerAddressStrategy(deployment.baseUrl()));
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        // Versions of what a caller may not see must not answer a conditional read.
        server.setETagSupport(ETagSupportEnum.DISABLED);
        server.setServerName("Candour");
        server.setImplementationDescription("Candour");
        server.registerInterceptor(gate);
        server.registerInterceptor(errors);
        server.registerInterceptor(receipts);
        storageInterceptors.registerInterceptor(writes);
        return server;
    }

    /** Does not tell every caller which version of what it runs. */
    private static final class SilentServer extends RestfulServer {
        private static final long serialVersionUID = 1L;

        SilentServer(FhirContext fhirContext) {
            super(fhirContext);
        }

        @Override
        protected String createPoweredByHeader() {
            return "";
        }
    }

    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer restfulServer) {
        ServletRegistrationBean<RestfulServer> registration = new ServletRegistrationBean<>(restfulServer, "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
