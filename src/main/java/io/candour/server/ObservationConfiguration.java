package io.candour.server;

import io.candour.server.database.DatabaseSettings;
import io.micrometer.observation.ObservationRegistry;
import javax.sql.DataSource;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What operators see: times of all requests, and where data is. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(ObservationAutoConfiguration.class)
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
    StorageRegionHealth storageRegionHealthIndicator(DataSource database, DatabaseSettings settings) {
        return new StorageRegionHealth(database, settings.region());
    }
}
