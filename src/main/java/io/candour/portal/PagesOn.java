package io.candour.portal;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The pages are on where they have a secret of their own at the issuer; an empty one is none. */
final class PagesOn implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !context.getEnvironment().getProperty(PortalSettings.SECRET, "").isBlank();
    }
}
