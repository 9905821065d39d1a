package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * The CapabilityStatement: what the allow-list names and nothing else, the union over all kinds of callers.
 *
 * <p>Immutable once made; handed out as a copy.
 */
public final class CapabilityProvider implements IServerConformanceProvider<CapabilityStatement> {
    private static final String SMART_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    /** Of the implementation guide, which says the same of every server. */
    static final String REQUIREMENTS = "https://candour.io/fhir/CapabilityStatement/server";

    private static final String OWN_PARAMETERS = "https://candour.io/fhir/SearchParameter/";

    private final AllowList allowList;
    private final CapabilityStatement statement;

    CapabilityProvider(AllowList allowList, OperationDefinitions definitions, FhirContext fhir, Deployment deployment) {
        this.allowList = allowList;
        statement = new CapabilityStatement()
                .setStatus(PublicationStatus.ACTIVE)
                .setDate(Date.from(Instant.now()))
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1);
        statement.addInstantiates(REQUIREMENTS);
        statement.getSoftware().setName("Candour");
        statement.getImplementation().setDescription("Candour").setUrl(deployment.baseUrl());
        statement.addFormat("application/fhir+json").addFormat("json");
        CapabilityStatementRestComponent rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
        rest.getSecurity()
                .setCors(deployment.cors())
                .addService()
                .addCoding()
                .setSystem(SMART_SERVICE)
                .setCode("SMART-on-FHIR");
        rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
        rest.addInteraction()
                .setCode(SystemRestfulInteraction.TRANSACTION)
                .setDocumentation("Of writes, from system clients");
        allowList.types().forEach(type -> describe(type, allowList, fhir, rest.addResource()));
        rest.getResource().forEach(resource -> addOperations(resource, allowList, definitions));
    }

    /** Names of the types that anybody may ask for. */
    public static Set<String> servedTypes() {
        return AllowList.shipped().types();
    }

    /** Names of the types that everybody reads, without a token too. */
    public static Set<String> openTypes() {
        AllowList shipped = AllowList.shipped();
        return shipped.types().stream()
                .filter(type -> shipped.open(type, Interaction.READ))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether anybody may ask for resources of this type. */
    public boolean supports(String type) {
        return allowList.knows(type);
    }

    private static void describe(
            String type, AllowList allowList, FhirContext fhir, CapabilityStatementRestResourceComponent resource) {
        resource.setType(type)
                .setVersioning(ResourceVersionPolicy.VERSIONED)
                .setConditionalCreate(false)
                .setConditionalUpdate(false)
                .setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
        Shapes.of(type).forEach(resource::addSupportedProfile);
        for (Interaction interaction : allowList.interactions(type)) {
            resource.addInteraction().setCode(TypeRestfulInteraction.fromCode(interaction.code()));
        }
        for (String name : allowList.parameters(type)) {
            if (name.equals(AllowList.plain(name))) {
                CapabilityStatementRestResourceSearchParamComponent parameter =
                        resource.addSearchParam().setName(name).setType(type(type, name, fhir));
                if (allowList.ownParameters(type).contains(name)) {
                    parameter.setDefinition(OWN_PARAMETERS + type + "-" + name);
                }
                Stream.of(
                                listed("Modifiers: ", name + ":", allowList.parameters(type)),
                                listed("Chains: ", name + ".", allowList.parameters(type)))
                        .flatMap(Optional::stream)
                        .reduce((one, other) -> one + "; " + other)
                        .ifPresent(parameter::setDocumentation);
            }
        }
        allowList.includes(type).keySet().forEach(name -> resource.addSearchInclude(type + ":" + name));
        if (!allowList.sorts(type).isEmpty()) {
            resource.setDocumentation("_sort: " + String.join(", ", new TreeSet<>(allowList.sorts(type))));
        }
    }

    private static Optional<String> listed(String title, String start, Set<String> parameters) {
        return parameters.stream()
                .filter(each -> each.startsWith(start))
                .map(each -> each.substring(start.length() - 1))
                .reduce((one, other) -> one + ", " + other)
                .map(all -> title + all);
    }

    private static void addOperations(
            CapabilityStatementRestResourceComponent resource, AllowList allowList, OperationDefinitions definitions) {
        for (String code : allowList.operations()) {
            if (allowList.operation(code).orElseThrow().types().contains(resource.getType())) {
                resource.addOperation()
                        .setName(code)
                        .setDefinition(definitions.of(code).getUrl());
            }
        }
    }

    private static SearchParamType type(String type, String name, FhirContext fhir) {
        RuntimeSearchParam parameter = fhir.getResourceDefinition(type).getSearchParam(name);
        if (parameter == null) {
            return name.equals("_lastUpdated") ? SearchParamType.DATE : SearchParamType.TOKEN;
        }
        return SearchParamType.fromCode(parameter.getParamType().getCode());
    }

    @Override
    @Metadata
    public CapabilityStatement getServerConformance(HttpServletRequest request, RequestDetails details) {
        return statement.copy();
    }

    @Override
    public void setRestfulServer(RestfulServer server) {
        // The allow-list says what is supported, not what providers a server happens to have.
    }
}
