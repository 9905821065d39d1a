package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Policy;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.Operation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts this room together, so that its parts stay its own. */
@Configuration(proxyBeanMethods = false)
public class ReleaseConfiguration {

    @Bean
    Programmes programmes(JdbcTemplate jdbc) {
        return new Programmes(jdbc);
    }

    @Bean
    Studies studies(Programmes programmes, SnapshotStore clock) {
        return new Studies(programmes, clock);
    }

    @Bean
    Operation registerProgramme(
            Programmes programmes,
            Studies studies,
            SnapshotStore clock,
            Policy policy,
            ReleaseRules rules,
            Deployment deployment,
            FhirContext fhir) {
        return new RegisterProgramme(programmes, studies, clock, policy, rules, deployment.zone(), fhir);
    }

    @Bean
    Operation decideProgramme(Programmes programmes, Studies studies, SnapshotStore clock, FhirContext fhir) {
        return new DecideProgramme(programmes, studies, clock, fhir);
    }
}
