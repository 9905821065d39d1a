package io.candour.consent.fhir;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.Compilation.Dormant;
import io.candour.consent.fhir.Compilation.Refused;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Extension;

/** Turns R4 Consents into directives. Thread-safe. Never throws for what a Consent says. */
public final class ConsentCompiler {
    /** More exceptions than this is no choice a person made. */
    static final int MOST_NESTED = 200;

    /** Nor are more values of one element. */
    static final int MOST_VALUES = 1_000;

    /** Id and version of a Consent that isn't stored yet. */
    public static final String NEW = "new";

    /** The last two are understood to be about something else than privacy. */
    private static final Set<String> SCOPES = Set.of("patient-privacy", "research", "treatment", "adr");

    private final LocalReferences references;
    private final Moments moments;
    private final ProvisionCompiler provisions;
    private final Authorisations authorisations;
    private final boolean overridableUnlessSaid;

    /**
     * @param policy its default for emergency-override is what a denial that doesn't say gets
     * @param zone what a date without a time zone is meant in
     */
    public ConsentCompiler(Policy policy, LocalReferences references, ZoneId zone) {
        this.references = Objects.requireNonNull(references, "references");
        this.moments = new Moments(zone);
        this.provisions = new ProvisionCompiler(references, moments);
        this.authorisations = new Authorisations(provisions);
        this.overridableUnlessSaid = policy.defaultOf(Choice.EMERGENCY_OVERRIDE).equals(Optional.of(Effect.PERMIT));
    }

    /** What the Consent means; for a new one, {@link Refused} is the answer to its writer. */
    public Compilation compile(Consent consent) {
        try {
            return compileOrThrow(consent);
        } catch (Unenforceable refusal) {
            return refusal.refused();
        }
    }

    /**
     * The directive of a Consent already stored, by its id and version; empty if it is no rule. One that can't be
     * honoured closes the record to all but the patient.
     *
     * @throws IllegalArgumentException if it has no id or version
     */
    public Optional<Directive> directive(Consent stored) {
        return directive(stored, compile(stored));
    }

    /** As {@link #directive(Consent)}, where it is known what the Consent means. */
    public static Optional<Directive> directive(Consent stored, Compilation compilation) {
        if (compilation instanceof Compiled compiled) {
            return Optional.of(compiled.directive());
        }
        return compilation instanceof Refused refused
                ? Optional.of(Directive.unenforceable(
                        id(stored), version(stored), refused.element() + ": " + refused.reason()))
                : Optional.empty();
    }

    /**
     * When the person answered, by the Consent's dateTime: a date without a time is the last moment of it that is not
     * after {@code now}. After {@code now} only for a dateTime that can't have been yet; empty where there is none.
     */
    public Optional<Instant> answered(Consent consent, Instant now) {
        return consent.getDateTimeElement().hasValue()
                ? Optional.of(moments.noted(consent.getDateTimeElement(), now))
                : Optional.empty();
    }

    private Compilation compileOrThrow(Consent consent) {
        require(!consent.hasImplicitRules(), "Consent.implicitRules", "is not understood");
        require(!consent.hasModifierExtension(), "Consent.modifierExtension", "is not understood");
        require(consent.getStatusElement().hasValue(), "Consent.status", "is missing");
        if (consent.getStatus() != ConsentState.ACTIVE) {
            return new Dormant("status is " + consent.getStatus().toCode());
        }
        String scope = scope(consent);
        if (scope.equals("treatment") || scope.equals("adr")) {
            return new Dormant("scope is " + scope);
        }
        require(
                references.local(consent.getPatient()).orElse("").startsWith("Patient/"),
                "Consent.patient",
                "must be a Patient on this server");
        if (Authorisations.is(consent)) {
            return authorisations.read(consent);
        }
        return new Compiled(rule(consent, scope));
    }

    private Directive rule(Consent consent, String scope) {
        Optional<Choice> choice = choice(consent);
        require(
                !scope.equals("research")
                        || choice.isEmpty()
                        || Choice.ACADEMIC_RESEARCH
                                .purposes()
                                .equals(choice.get().purposes()),
                "Consent.category",
                "is no choice about research, as the scope says");
        ProvisionComponent root = consent.getProvision();
        require(
                choice.isEmpty() || !choice.get().setting() || isSwitch(root),
                "Consent.provision",
                "this choice is a switch: it names no data and has no exceptions");
        Purposes purposes = scope.equals("research") && choice.isEmpty() ? Purposes.research() : Purposes.of(choice);
        Provision base = provisions.compile(root, base(consent), purposes, "Consent.provision");
        require(
                root.getProvision().size() <= MOST_NESTED,
                "Consent.provision.provision",
                "has more than " + MOST_NESTED + " entries");
        List<Provision> nested = new ArrayList<>();
        for (int i = 0; i < root.getProvision().size(); i++) {
            String path = "Consent.provision.provision[" + i + "]";
            ProvisionComponent exception = root.getProvision().get(i);
            require(!exception.hasProvision(), path + ".provision", "only one level of nesting is enforced");
            require(
                    choice.isEmpty() || !exception.hasPurpose(),
                    path + ".purpose",
                    "an exception to a choice holds for all of the choice's purposes");
            Effect effect = effect(exception, path)
                    .orElseThrow(() -> new Unenforceable(path + ".type", "is missing: permit or deny"));
            nested.add(provisions.compile(exception, effect, purposes, path));
        }
        return new Directive(
                id(consent), version(consent), choice, base, nested, emergencyOverridable(consent), Optional.empty());
    }

    private static String scope(Consent consent) {
        List<String> scopes = consent.getScope().getCoding().stream()
                .filter(coding -> Vocabulary.CONSENT_SCOPE.equals(coding.getSystem()))
                .map(coding -> String.valueOf(coding.getCode()))
                .distinct()
                .toList();
        require(
                scopes.size() == 1 && SCOPES.contains(scopes.get(0)),
                "Consent.scope",
                "must be one of patient-privacy and research of " + Vocabulary.CONSENT_SCOPE);
        return scopes.get(0);
    }

    /** The root's own type where it has one (PCF), else the policy rule (R4); nothing else says permit or deny. */
    private static Effect base(Consent consent) {
        Optional<Effect> type = effect(consent.getProvision(), "Consent.provision");
        if (type.isPresent()) {
            return type.get();
        }
        CodeableConcept rule = consent.getPolicyRule();
        boolean in = rule.hasCoding(Vocabulary.ACT_CODE, "OPTIN");
        require(
                in != rule.hasCoding(Vocabulary.ACT_CODE, "OPTOUT"),
                "Consent.policyRule",
                "neither provision.type nor a policyRule of OPTIN or OPTOUT says what holds");
        return in ? Effect.PERMIT : Effect.DENY;
    }

    private static Optional<Effect> effect(ProvisionComponent provision, String path) {
        if (!provision.getTypeElement().hasValue()) {
            return Optional.empty();
        }
        return switch (provision.getType()) {
            case PERMIT -> Optional.of(Effect.PERMIT);
            case DENY -> Optional.of(Effect.DENY);
            case NULL -> throw new Unenforceable(path + ".type", "must be permit or deny");
        };
    }

    private static Optional<Choice> choice(Consent consent) {
        List<Coding> ours = consent.getCategory().stream()
                .map(CodeableConcept::getCoding)
                .flatMap(List::stream)
                .filter(coding -> Vocabulary.CHOICE.equals(coding.getSystem()))
                .toList();
        require(ours.size() <= 1, "Consent.category", "answers more than one choice");
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        Choice choice = Optional.ofNullable(ours.get(0).getCode())
                .flatMap(Choice::byCode)
                .orElseThrow(() -> new Unenforceable("Consent.category", "is no choice of " + Vocabulary.CHOICE));
        require(
                choice != Choice.EMERGENCY_OVERRIDE,
                "Consent.category",
                "emergency-override is kept on each denial, by the extension " + Vocabulary.EMERGENCY_OVERRIDE);
        return Optional.of(choice);
    }

    private boolean emergencyOverridable(Consent consent) {
        List<Extension> said = consent.getExtensionsByUrl(Vocabulary.EMERGENCY_OVERRIDE);
        if (said.isEmpty()) {
            return overridableUnlessSaid;
        }
        if (said.size() == 1 && said.get(0).getValue() instanceof BooleanType value && value.hasValue()) {
            return value.booleanValue();
        }
        throw new Unenforceable("Consent.extension('" + Vocabulary.EMERGENCY_OVERRIDE + "')", "must be one boolean");
    }

    private static boolean isSwitch(ProvisionComponent root) {
        return !root.hasProvision()
                && !root.hasClass_()
                && !root.hasCode()
                && !root.hasData()
                && !root.hasDataPeriod()
                && !root.hasSecurityLabel();
    }

    private static String id(Consent consent) {
        return consent.getIdElement().hasIdPart() ? consent.getIdElement().getIdPart() : NEW;
    }

    private static String version(Consent consent) {
        return consent.getMeta().hasVersionId() ? consent.getMeta().getVersionId() : NEW;
    }

    static void few(List<?> values, String element) {
        require(values.size() <= MOST_VALUES, element, "has more than " + MOST_VALUES + " entries");
    }

    static void require(boolean holds, String element, String reason) {
        if (!holds) {
            throw new Unenforceable(element, reason);
        }
    }
}
