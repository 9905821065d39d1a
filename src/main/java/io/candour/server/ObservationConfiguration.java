package io.candour.server;

import io.candour.server.database.DatabaseSettings;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** What operators see: times of all requests, what they waited for, and where data is. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(ObservationAutoConfiguration.class)
@Import(TraceConfiguration.class)
class ObservationConfiguration {

    /** Within the request's id, and around all else. */
    @Bean
    FilterRegistrationBean<RequestObservationFilter> requestObservationFilter(ObservationRegistry registry) {
        FilterRegistrationBean<RequestObservationFilter> registration =
                new FilterRegistrationBean<>(new RequestObservationFilter(registry));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    Traces traces(ObjectProvider<Tracer> tracer) {
        return new Traces(Optional.ofNullable(tracer.getIfAvailable()));
    }

    @Bean
    StorageRegionHealth storageRegionHealthIndicator(DataSource database, DatabaseSettings settings) {
        return new StorageRegionHealth(database, settings.region());
    }
}
