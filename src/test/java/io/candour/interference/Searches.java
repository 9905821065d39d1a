package io.candour.interference;

import io.candour.interference.Capabilities.Offer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Searches made by chance from what the server says it searches by, and some that it should refuse. */
final class Searches {
    /** Of R4 3.1.1.4 'Modifiers', for all kinds of parameters. */
    private static final List<String> MODIFIERS = List.of(
            ":missing=true",
            ":missing=false",
            ":exact",
            ":contains",
            ":text",
            ":not",
            ":above",
            ":below",
            ":in",
            ":not-in",
            ":of-type",
            ":identifier",
            ":Patient",
            ":i",
            ":iterate");

    /** What R4 has beside a type's own parameters, in shapes that a server may or may not take. */
    private static final List<String> ODD = List.of(
            "_include=*",
            "_revinclude=*",
            "_revinclude=Provenance:target",
            "_has:Observation:patient:code=82423001",
            "_has:Condition:encounter:code=86406008",
            "_filter=code eq 86406008",
            "_text=HIV",
            "_content=HIV",
            "_contained=true",
            "_containedType=container",
            "_elements=code",
            "_summary=true",
            "_summary=text",
            "_summary=data",
            "_tag=x",
            "_security=http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV",
            "_security=R",
            "_profile=x",
            "_source=x",
            "_offset=1",
            "_getpages=00000000-0000-0000-0000-000000000000",
            "_getpagesoffset=0",
            "_cursor=AAAA",
            "_fhirpath=Patient.name",
            "_query=x",
            "_list=x",
            "_type=Condition",
            "_maxresults=1",
            "_score=true",
            "_pretty=true",
            "_format=xml",
            "_format=json",
            "subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number|x",
            "encounter.reason-code=86406008",
            "evidence-detail.code=29463-7",
            "reason-reference.code=86406008",
            "_count=-1",
            "_count=2147483648",
            "_count=",
            "_total=",
            "_sort=",
            "_lastUpdated=gt2000",
            "unknown=1");

    private final Capabilities capabilities;
    private final Values values;
    private final Random random;
    private final Past past;

    Searches(Capabilities capabilities, Values values, Random random, Past past) {
        this.capabilities = capabilities;
        this.values = values;
        this.random = random;
        this.past = past;
    }

    /**
     * A search of this type: up to three parameters, now and then a modifier, an include, an order, a total or a page
     * size.
     *
     * @param patients whom it may be about; empty to name nobody
     * @param ids logical ids that it may name
     */
    String query(String type, List<String> patients, List<String> ids) {
        Offer offer = capabilities.of(type);
        List<String> terms = new ArrayList<>();
        if (!patients.isEmpty() && (offer.parameters().containsKey("patient") || random.nextInt(6) == 0)) {
            List<String> chains =
                    Optional.ofNullable(offer.chains().get("patient")).orElse(List.of());
            String name = random.nextInt(6) == 0 ? "subject" : "patient";
            String value = any(patients);
            terms.add(
                    !chains.isEmpty() && random.nextInt(12) == 0
                            ? "patient" + any(chains) + "="
                                    + values.forParameter("Patient", "identifier", "token", random)
                            : name + "=" + (random.nextBoolean() ? "" : "Patient/") + value);
        }
        if (type.equals("AuditEvent")) {
            terms.add("date=lt" + past.until());
        }
        List<String> names = new ArrayList<>(offer.parameters().keySet());
        names.removeAll(List.of("patient", "subject"));
        Collections.shuffle(names, random);
        int wanted = Math.min(names.size(), random.nextInt(4));
        names.subList(0, wanted).forEach(name -> terms.add(term(type, name, offer, ids)));
        shape(type, offer, terms);
        if (random.nextInt(12) == 0) {
            terms.add(random.nextInt(3) == 0 && !terms.isEmpty() ? any(terms) : any(ODD));
        }
        return terms.stream().map(Searches::escaped).collect(Collectors.joining("&"));
    }

    private String term(String type, String name, Offer offer, List<String> ids) {
        List<String> offered = Optional.ofNullable(offer.modifiers().get(name)).orElse(List.of());
        String modifier = random.nextInt(10) == 0
                ? any(MODIFIERS)
                : !offered.isEmpty() && random.nextInt(3) == 0 ? any(offered) : "";
        if (modifier.contains("=")) {
            return name + modifier;
        }
        if (name.equals("_id") && !ids.isEmpty()) {
            return name + modifier + "=" + any(ids) + (random.nextBoolean() ? "," + any(ids) : "");
        }
        String kind = Optional.ofNullable(offer.parameters().get(name)).orElse("token");
        String value = values.forParameter(type, name, kind, random);
        if (kind.equals("reference") && !ids.isEmpty()) {
            value = any(ids);
        }
        if (random.nextInt(8) == 0) {
            value += "," + values.forParameter(type, name, kind, random);
        }
        return name + modifier + "=" + value;
    }

    private void shape(String type, Offer offer, List<String> terms) {
        switch (random.nextInt(8)) {
            case 0 -> terms.add("_total=" + any(List.of("accurate", "accurate", "none", "estimate")));
            case 1 -> terms.add("_summary=count");
            case 2, 3 -> terms.add("_count=" + any(List.of("0", "1", "2", "3", "5", "20", "200", "1000")));
            case 4 -> terms.add("_sort=" + any(sorts(offer)));
            case 5 -> {
                terms.add("_sort=" + any(sorts(offer)));
                terms.add("_count=" + (1 + random.nextInt(6)));
            }
            default -> {}
        }
        if (random.nextInt(15) == 0 && !offer.includes().isEmpty()) {
            terms.add("_include=" + any(offer.includes()));
        }
        if (random.nextInt(15) == 0 && !offer.revincludes().isEmpty()) {
            terms.add("_revinclude=" + any(offer.revincludes()));
        }
        if (random.nextInt(25) == 0 && !offer.parameters().isEmpty()) {
            terms.add("_include=" + type + ":"
                    + any(List.copyOf(offer.parameters().keySet())));
        }
    }

    /** The orders that there are come up more often than those that are refused. */
    private static List<String> sorts(Offer offer) {
        List<String> sorts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sorts.addAll(List.of("date", "-date", "_lastUpdated", "-_lastUpdated"));
        }
        offer.parameters().keySet().forEach(name -> sorts.add(name));
        return sorts;
    }

    /** Pairs as a form's body or a URL has them. */
    static String escaped(String term) {
        int equals = term.indexOf('=');
        return URLEncoder.encode(term.substring(0, equals), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(term.substring(equals + 1), StandardCharsets.UTF_8);
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
