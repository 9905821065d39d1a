package io.candour.server.fhir;

import io.candour.enforcement.CapabilityProvider;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.data.repository.Repository;

/**
 * Of what HAPI's configuration would make at every start, leaves out what nobody can ask for, and puts off what may
 * never be needed.
 *
 * <p>Left out: the parts of resource types that the allow-list does not serve, but for those that HAPI itself looks up.
 * Put off until their first use: its repositories, each of which parses its queries when it is made, and R4's
 * definitions ({@link LateExtractor}).
 */
final class StorageParts implements BeanDefinitionRegistryPostProcessor {
    private static final Pattern OF_A_TYPE = Pattern.compile("my(\\w+?)(?:Resource)?(?:Dao|Rp)R4");

    private static final String EXTRACTOR = "searchParamExtractor";

    /** What parts of HAPI that are there look up by type, whether served or not. */
    private static final Set<String> HAPIS_OWN = Set.of(
            "Binary",
            "Bundle",
            "CodeSystem",
            "ConceptMap",
            "Group",
            "Patient",
            "Provenance",
            "Questionnaire",
            "SearchParameter",
            "StructureDefinition",
            "Subscription",
            "Task",
            "ValueSet");

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        Set<String> kept = new TreeSet<>(CapabilityProvider.servedTypes());
        kept.addAll(HAPIS_OWN);
        for (String name : registry.getBeanDefinitionNames()) {
            Matcher part = OF_A_TYPE.matcher(name);
            if (part.matches() && !part.group(1).equals("System") && !kept.contains(part.group(1))) {
                registry.removeBeanDefinition(name);
            }
        }
        registry.removeBeanDefinition(EXTRACTOR);
        registry.registerBeanDefinition(EXTRACTOR, new RootBeanDefinition(LateExtractor.class));
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        for (String name : factory.getBeanNamesForType(JpaRepositoryFactoryBean.class, false, false)) {
            BeanDefinition repository = factory.getBeanDefinition(name.substring(1));
            repository.setLazyInit(true);
            repository.getPropertyValues().add("lazyInit", true);
        }
        ((DefaultListableBeanFactory) factory).setAutowireCandidateResolver(new LazyRepositories());
    }

    /** Hands out a stand-in for a repository, which makes the repository when it is first asked something. */
    private static final class LazyRepositories extends ContextAnnotationAutowireCandidateResolver {
        @Override
        protected boolean isLazy(DependencyDescriptor descriptor) {
            return Repository.class.isAssignableFrom(descriptor.getDependencyType()) || super.isLazy(descriptor);
        }
    }
}
