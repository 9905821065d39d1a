package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.candour.record.Term;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * Which resources match a search, as HAPI's own search indexes say. Its answer is never shown: the record path reads,
 * decides and pages the items it names, so that what is withheld can leave no trace in totals, links or page sizes.
 *
 * <p>Safe for use by many threads.
 */
final class HapiSearch {
    private final DaoRegistry daos;
    private final MatchUrlService matchUrls;
    private final FhirContext fhir;

    HapiSearch(DaoRegistry daos, MatchUrlService matchUrls, FhirContext fhir) {
        this.daos = daos;
        this.matchUrls = matchUrls;
        this.fhir = fhir;
    }

    /**
     * The same question in terms that the record index answers; empty where HAPI must be asked.
     *
     * @throws BaseServerResponseException 400 naming the first parameter whose value is malformed
     */
    Optional<List<Term>> terms(String type, Map<String, List<String>> parameters) {
        return SearchTerms.of(type, translate(type, readable(type, parameters)));
    }

    /**
     * Logical ids of the resources of this type that match all these parameters.
     *
     * @throws BaseServerResponseException 400 naming the first parameter whose value is malformed
     */
    Set<String> ids(String type, Map<String, List<String>> parameters) {
        List<String> terms = readable(type, parameters);
        try {
            return search(type, terms);
        } catch (BaseServerResponseException malformed) {
            // Some values are looked at only when the query is built: each by itself then tells which it was.
            parameters.forEach((name, values) -> values.forEach(value -> {
                try {
                    search(type, List.of("_id=none", term(name, value)));
                } catch (BaseServerResponseException itIsThisOne) {
                    throw unreadable(name);
                }
            }));
            throw malformed;
        }
    }

    private List<String> readable(String type, Map<String, List<String>> parameters) {
        List<String> terms = new ArrayList<>();
        parameters.forEach((name, values) -> {
            values.forEach(value -> terms.add(term(name, value)));
            // HAPI takes digits of any script for digits, and a blank (a plus that was not escaped) for no time zone.
            if (isDate(type, name)
                    && values.stream().anyMatch(value -> value.chars().anyMatch(each -> each > 0x7f || each == ' '))) {
                throw unreadable(name);
            }
            checkValues(type, name, terms.subList(terms.size() - values.size(), terms.size()));
        });
        return terms;
    }

    private Set<String> search(String type, List<String> terms) {
        SearchParameterMap search = translate(type, terms).setLoadSynchronous(true);
        List<IIdType> ids = daos.getResourceDao(type).searchForResourceIds(search, new SystemRequestDetails());
        return ids.stream().map(IIdType::getIdPart).collect(Collectors.toSet());
    }

    private static String term(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void checkValues(String type, String name, List<String> terms) {
        try {
            translate(type, terms);
        } catch (BaseServerResponseException | DataFormatException | IllegalArgumentException malformed) {
            throw unreadable(name);
        }
    }

    private static BaseServerResponseException unreadable(String name) {
        return Refusal.invalid(name, "The parameter '" + name + "' has a value that cannot be read");
    }

    private boolean isDate(String type, String name) {
        RuntimeSearchParam parameter = fhir.getResourceDefinition(type).getSearchParam(AllowList.plain(name));
        return name.equals("_lastUpdated")
                || parameter != null && parameter.getParamType() == RestSearchParameterTypeEnum.DATE;
    }

    private SearchParameterMap translate(String type, List<String> terms) {
        RuntimeResourceDefinition definition = fhir.getResourceDefinition(type);
        return matchUrls.translateMatchUrl(type + "?" + String.join("&", terms), definition);
    }
}
