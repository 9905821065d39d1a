package io.candour.enforcement;

import static java.util.Objects.requireNonNull;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import io.candour.consent.CallerKind;
import io.candour.identity.SmartScopes.Permission;
import io.candour.identity.VerifiedToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What may be asked, by type of resource and kind of caller: data, not code, in {@code allow-list.yaml} beside this
 * class. What it does not name is refused, and the CapabilityStatement is generated from it.
 *
 * <p>Immutable.
 */
final class AllowList {

    /**
     * A group of resource types that are treated alike.
     *
     * @param open what anybody may do, without a token too
     * @param parameters search parameters, with those that have a modifier ({@code code:not}) and chains
     *     ({@code patient.identifier}) beside the plain ones
     * @param own those of them that the guide defines, not R4
     * @param includes by the name of the search parameter
     * @param sorts values of {@code _sort}
     * @param stepUp what asks for a person who was authenticated as strongly as {@link StepUp} says
     */
    private record Rule(
            boolean aboutNobody,
            Set<Interaction> open,
            Set<String> parameters,
            Set<String> own,
            Map<String, Inclusion> includes,
            Set<String> sorts,
            Set<Interaction> stepUp,
            Map<CallerKind, Set<Interaction>> interactions) {}

    private final Map<String, Rule> byType;
    private final Map<String, AllowedOperation> operations;
    private final Set<CallerKind> bundles;

    private AllowList(Map<String, Rule> byType, Map<String, AllowedOperation> operations, Set<CallerKind> bundles) {
        this.byType = byType;
        this.operations = operations;
        this.bundles = bundles;
    }

    /** The list that ships with the server. */
    static AllowList shipped() {
        try (InputStream file = AllowList.class.getResourceAsStream("allow-list.yaml")) {
            return read(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AllowList read(Map<String, Object> file) {
        Map<String, Rule> byType = new TreeMap<>();
        for (Object each : map(file, "groups").values()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> group = (Map<String, Object>) each;
            Map<CallerKind, Set<Interaction>> interactions = new EnumMap<>(CallerKind.class);
            Map<String, Object> callers = map(group, "callers");
            callers.keySet()
                    .forEach(kind -> interactions.put(
                            CallerKind.valueOf(kind), constants(Interaction.class, names(callers, kind))));
            Set<String> parameters = new TreeSet<>(names(group, "parameters"));
            Map<String, Object> modifiers = group.containsKey("modifiers") ? map(group, "modifiers") : Map.of();
            modifiers.keySet().forEach(name -> names(modifiers, name)
                    .forEach(modifier -> parameters.add(name + ":" + modifier)));
            parameters.addAll(optional(group, "chains"));
            Set<String> own = Set.copyOf(optional(group, "own"));
            Set<String> sorts = Set.copyOf(optional(group, "sorts"));
            for (String type : names(group, "types")) {
                if (byType.put(
                                type,
                                new Rule(
                                        Boolean.TRUE.equals(group.get("aboutNobody")),
                                        constants(Interaction.class, optional(group, "open")),
                                        defined(type, parameters, own),
                                        own,
                                        includes(type, optional(group, "includes")),
                                        sorts,
                                        constants(Interaction.class, optional(group, "stepUp")),
                                        interactions))
                        != null) {
                    throw new IllegalArgumentException(type + " is in two groups");
                }
            }
        }
        return new AllowList(
                byType, operations(map(file, "operations")), constants(CallerKind.class, names(file, "bundles")));
    }

    private static Map<String, AllowedOperation> operations(Map<String, Object> file) {
        Map<String, AllowedOperation> operations = new TreeMap<>();
        for (String code : file.keySet()) {
            Map<String, Object> said = map(file, code);
            Map<String, Object> scopes = map(said, "scopes");
            Map<String, Set<Permission>> needed = new TreeMap<>();
            scopes.keySet().forEach(type -> needed.put(type, constants(Permission.class, names(scopes, type))));
            Map<String, Object> callers = map(said, "callers");
            Map<CallerKind, Set<String>> parameters = new EnumMap<>(CallerKind.class);
            callers.keySet()
                    .forEach(kind -> parameters.put(CallerKind.valueOf(kind), Set.copyOf(names(callers, kind))));
            operations.put(
                    code,
                    new AllowedOperation(
                            Set.copyOf(names(said, "types")),
                            needed,
                            Boolean.TRUE.equals(said.get("stepUp")),
                            Boolean.TRUE.equals(said.get("csv")),
                            parameters));
        }
        return operations;
    }

    /** Those of the parameters that R4 or the guide defines for this type; the rest of a group's list is about other types. */
    private static Set<String> defined(String type, Set<String> parameters, Set<String> own) {
        Set<String> defined = new TreeSet<>(parameters);
        RuntimeResourceDefinition definition = FhirContext.forR4Cached().getResourceDefinition(type);
        defined.removeIf(
                name -> !name.startsWith("_") && !own.contains(name) && definition.getSearchParam(plain(name)) == null);
        return defined;
    }

    private static Map<String, Inclusion> includes(String type, List<String> names) {
        RuntimeResourceDefinition definition = FhirContext.forR4Cached().getResourceDefinition(type);
        Map<String, Inclusion> includes = new TreeMap<>();
        for (String name : names) {
            Optional.ofNullable(definition.getSearchParam(name))
                    .filter(parameter -> parameter.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
                    .ifPresent(parameter -> includes.put(name, Inclusion.of(type, parameter)));
        }
        return includes;
    }

    private static List<String> optional(Map<String, Object> of, String key) {
        return of.containsKey(key) ? names(of, key) : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> of, String key) {
        return (Map<String, Object>) requireNonNull(of.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Map<String, Object> of, String key) {
        return (List<String>) requireNonNull(of.get(key), key);
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, List<String> names) {
        Set<E> constants = EnumSet.noneOf(type);
        names.forEach(name -> constants.add(Enum.valueOf(type, name)));
        return constants;
    }

    /** All types that anybody may ask for in any way. */
    Set<String> types() {
        return byType.keySet();
    }

    boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** Whether resources of this type are about no patient, so that a search for them names none. */
    boolean aboutNobody(String type) {
        Rule rule = byType.get(type);
        return rule != null && rule.aboutNobody();
    }

    /** Types of patients' items that the bearer of this token may both search and read. */
    Set<String> searchedByPatient(VerifiedToken token) {
        return byType.entrySet().stream()
                .filter(each -> !each.getValue().aboutNobody()
                        && each.getValue().parameters().contains("_id")
                        && allows(token.caller().kind(), each.getKey(), Interaction.SEARCH_TYPE)
                        && token.allows(each.getKey(), Permission.SEARCH)
                        && token.allows(each.getKey(), Permission.READ))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Types of what is about nobody that the bearer of this token may read. */
    Set<String> readOfNobody(VerifiedToken token) {
        return byType.entrySet().stream()
                .filter(each -> each.getValue().aboutNobody()
                        && allows(token.caller().kind(), each.getKey(), Interaction.READ)
                        && token.allows(each.getKey(), Permission.READ))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether anybody may do this, without a token too. */
    boolean open(String type, Interaction interaction) {
        Rule rule = byType.get(type);
        return rule != null && rule.open().contains(interaction);
    }

    /** What is said of an operation, by its code without the dollar sign. */
    Optional<AllowedOperation> operation(String code) {
        return Optional.ofNullable(operations.get(code));
    }

    /** Codes of all operations. */
    Set<String> operations() {
        return operations.keySet();
    }

    boolean allows(CallerKind kind, String type, Interaction interaction) {
        Rule rule = byType.get(type);
        return rule != null && rule.interactions().getOrDefault(kind, Set.of()).contains(interaction);
    }

    /** Whether this asks for a person who was authenticated as strongly as {@link StepUp} says. */
    boolean asksStepUp(String type, Interaction interaction) {
        Rule rule = byType.get(type);
        return rule != null && rule.stepUp().contains(interaction);
    }

    /** The name of a search parameter without its modifier or chain. */
    static String plain(String parameter) {
        return parameter.split("[:.]", 2)[0];
    }

    /** Search parameters of this type that may be followed to other items. */
    Map<String, Inclusion> includes(String type) {
        Rule rule = byType.get(type);
        return rule == null ? Map.of() : rule.includes();
    }

    /** Orders in which this type may be asked for. */
    Set<String> sorts(String type) {
        Rule rule = byType.get(type);
        return rule == null ? Set.of() : rule.sorts();
    }

    /** Search parameters of this type that the guide defines, not R4. */
    Set<String> ownParameters(String type) {
        Rule rule = byType.get(type);
        return rule == null ? Set.of() : rule.own();
    }

    /** Search parameters, also with modifiers and chains, by which this type may be searched, beside those of every search. */
    Set<String> parameters(String type) {
        Rule rule = byType.get(type);
        return rule == null ? Set.of() : rule.parameters();
    }

    /** What anybody may do with this type. */
    Set<Interaction> interactions(String type) {
        Set<Interaction> all = EnumSet.noneOf(Interaction.class);
        Rule rule = byType.get(type);
        if (rule != null) {
            all.addAll(rule.open());
            rule.interactions().values().forEach(all::addAll);
        }
        return all;
    }

    /** Whether these callers may send several requests in one bundle. */
    boolean allowsBundles(CallerKind kind) {
        return bundles.contains(kind);
    }
}
