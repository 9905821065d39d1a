package io.candour.enforcement;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import ca.uhn.fhir.util.DateUtils;
import io.candour.record.Term;
import io.candour.record.Term.Bound;
import io.candour.record.Term.Bounds;
import io.candour.record.Term.Comparison;
import io.candour.record.Term.End;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What HAPI's parser read, in terms that the record index answers as HAPI's own search does (I10): index rows hold HAPI's
 * hashes and dates, and what is compared is what the TokenPredicateBuilder and DatePredicateBuilder of HAPI 8.8.0 compare.
 * Stateless.
 */
final class SearchTerms {
    private static final PartitionSettings UNPARTITIONED = new PartitionSettings();
    private static final RequestPartitionId ANYWHERE = RequestPartitionId.allPartitions();

    private SearchTerms() {}

    /** All that is asked; empty where some of it is only HAPI's to answer. */
    static Optional<List<Term>> of(String type, SearchParameterMap asked) {
        List<Term> terms = new ArrayList<>();
        for (Map.Entry<String, List<List<IQueryParameterType>>> each : asked.entrySet()) {
            List<List<IQueryParameterType>> values = each.getValue();
            if (all(values, TokenParam.class)) {
                for (List<IQueryParameterType> any : values) {
                    Optional<Term> tokens = tokens(type, each.getKey(), any);
                    if (tokens.isEmpty()) {
                        return Optional.empty();
                    }
                    terms.add(tokens.get());
                }
            } else if (all(values, DateParam.class)) {
                Optional<Term> dates = dates(type, each.getKey(), values);
                if (dates.isEmpty()) {
                    return Optional.empty();
                }
                terms.add(dates.get());
            } else {
                return Optional.empty();
            }
        }
        DateRangeParam updated = asked.getLastUpdated();
        if (updated != null && !updated.isEmpty()) {
            if (prefix(updated.getLowerBound()) == ParamPrefixEnum.NOT_EQUAL) {
                return Optional.empty();
            }
            terms.add(new Term.Recorded(
                    Optional.ofNullable(updated.getLowerBoundAsInstant()).map(Date::toInstant),
                    Optional.ofNullable(updated.getUpperBoundAsInstant()).map(Date::toInstant)));
        }
        return Optional.of(terms);
    }

    private static boolean all(List<List<IQueryParameterType>> values, Class<?> kind) {
        return values.stream()
                .allMatch(any -> !any.isEmpty()
                        && any.stream().allMatch(value -> kind.isInstance(value) && value.getMissing() == null));
    }

    private static Optional<Term> tokens(String type, String name, List<IQueryParameterType> any) {
        Set<Long> hashes = new HashSet<>();
        Set<Boolean> inverted = new HashSet<>();
        for (IQueryParameterType value : any) {
            TokenParam token = (TokenParam) value;
            if (token.isEmpty()
                    || token.getModifier() != null && token.getModifier() != TokenParamModifier.NOT
                    || token.getSystem() != null && token.getSystem().isEmpty()) {
                return Optional.empty();
            }
            inverted.add(token.getModifier() == TokenParamModifier.NOT);
            hashes.add(hash(type, name, token));
        }
        return inverted.size() == 1 ? Optional.of(new Term.Tokens(hashes, inverted.contains(true))) : Optional.empty();
    }

    private static long hash(String type, String name, TokenParam token) {
        if (token.getSystem() == null) {
            return ResourceIndexedSearchParamToken.calculateHashValue(
                    UNPARTITIONED, ANYWHERE, type, name, token.getValue());
        }
        if (token.getValue() == null || token.getValue().isBlank()) {
            return ResourceIndexedSearchParamToken.calculateHashSystem(
                    UNPARTITIONED, ANYWHERE, type, name, token.getSystem());
        }
        return ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
                UNPARTITIONED, ANYWHERE, type, name, token.getSystem(), token.getValue());
    }

    private static Optional<Term> dates(String type, String name, List<List<IQueryParameterType>> values) {
        List<List<Bounds>> allOf = new ArrayList<>();
        for (List<IQueryParameterType> any : values) {
            // HAPI compares all alternatives as the first of them says.
            ParamPrefixEnum as = prefix((DateParam) any.get(0));
            List<Bounds> bounds = new ArrayList<>();
            for (IQueryParameterType value : any) {
                DateParam date = (DateParam) value;
                if (date.isEmpty() || prefix(date) != as || as == ParamPrefixEnum.APPROXIMATE) {
                    return Optional.empty();
                }
                bounds.addAll(new Range(date, as).bounds());
            }
            allOf.add(bounds);
        }
        long parameter = BaseResourceIndexedSearchParam.calculateHashIdentity(UNPARTITIONED, ANYWHERE, type, name);
        return Optional.of(new Term.Dates(parameter, allOf));
    }

    private static ParamPrefixEnum prefix(@org.jspecify.annotations.Nullable DateParam date) {
        return date == null || date.getPrefix() == null ? ParamPrefixEnum.EQUAL : date.getPrefix();
    }

    /** One date with its prefix, as bounds of what it allows. */
    private static final class Range {
        private final ParamPrefixEnum as;
        private final DateRangeParam range;
        private final boolean days;

        Range(DateParam date, ParamPrefixEnum as) {
            this.as = as;
            this.range = new DateRangeParam(
                    as == ParamPrefixEnum.NOT_EQUAL
                            ? new DateParam(ParamPrefixEnum.EQUAL, date.getValueAsString())
                            : date);
            this.days = date.getPrecision().ordinal() <= TemporalPrecisionEnum.DAY.ordinal();
        }

        List<Bounds> bounds() {
            Optional<Object> lower = lower();
            Optional<Object> upper = upper();
            return switch (as) {
                case LESSTHAN, LESSTHAN_OR_EQUALS -> alone(End.FIRST, Comparison.UNTIL, lower.or(() -> upper));
                case GREATERTHAN, GREATERTHAN_OR_EQUALS -> alone(End.LAST, Comparison.FROM, upper.or(() -> lower));
                case STARTS_AFTER -> alone(End.FIRST, Comparison.FROM, lower);
                case ENDS_BEFORE -> alone(End.LAST, Comparison.UNTIL, upper);
                case NOT_EQUAL ->
                    List.of(
                            new Bounds(List.of(new Bound(End.FIRST, Comparison.BEFORE, lower.orElseThrow()))),
                            new Bounds(List.of(new Bound(End.LAST, Comparison.AFTER, upper.orElseThrow()))));
                case EQUAL, APPROXIMATE ->
                    List.of(new Bounds(List.of(
                            new Bound(End.FIRST, Comparison.FROM, lower.orElseThrow()),
                            new Bound(End.FIRST, Comparison.UNTIL, upper.orElseThrow()),
                            new Bound(End.LAST, Comparison.UNTIL, upper.orElseThrow()),
                            new Bound(End.LAST, Comparison.FROM, lower.orElseThrow()))));
            };
        }

        private static List<Bounds> alone(End end, Comparison comparison, Optional<Object> value) {
            return List.of(new Bounds(List.of(new Bound(end, comparison, value.orElseThrow()))));
        }

        private Optional<Object> lower() {
            return days
                    ? Optional.ofNullable(range.getLowerBoundAsDateInteger())
                    : Optional.ofNullable(range.getLowerBoundAsInstant())
                            .map(Date::getTime)
                            .map(Timestamp::new);
        }

        private Optional<Object> upper() {
            DateParam upper = range.getUpperBound();
            if (upper != null && upper.getPrecision().ordinal() <= TemporalPrecisionEnum.MONTH.ordinal()) {
                // The last day of the month or year.
                return Optional.of(Integer.parseInt(DateUtils.getCompletedDate(upper.getValueAsString())
                        .getRight()
                        .replace("-", "")));
            }
            return days
                    ? Optional.ofNullable(range.getUpperBoundAsDateInteger())
                    : Optional.ofNullable(range.getUpperBoundAsInstant())
                            .map(Date::getTime)
                            .map(Timestamp::new);
        }
    }
}
