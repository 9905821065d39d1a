package io.candour.consent.fhir;

/** URIs this product's Consents and labels are written in. */
public final class Vocabulary {
    /** Codes of {@link io.candour.consent.Choice}, in Consent.category. */
    public static final String CHOICE = "https://candour.io/fhir/CodeSystem/choice";

    /** Codes of {@link io.candour.consent.Category}, in Consent.provision.class. */
    public static final String CATEGORY = "https://candour.io/fhir/CodeSystem/category";

    /** On a Consent, a boolean: may an emergency grant lift what it denies? */
    public static final String EMERGENCY_OVERRIDE = "https://candour.io/fhir/StructureDefinition/emergency-override";

    /** How far a proxy may go, on the Consent that lets them act. */
    public static final String PROXY_REACH = "https://candour.io/fhir/StructureDefinition/proxy-reach";

    /** On the Consent that answered somebody's request for access, a string: names the request. */
    public static final String ACCESS_REQUEST = "https://candour.io/fhir/StructureDefinition/access-request";

    /** Codes of what somebody says about a record, in Task.code: dispute, access-query, note. */
    public static final String RAISED = "https://candour.io/fhir/CodeSystem/raised";

    /** The one of those that is about who looked. */
    public static final String ACCESS_QUERY = "access-query";

    /** Names a row of the access log where a reference would have to be to something stored: the AuditEvent's id. */
    public static final String ACCESS_RECORD = "https://candour.io/fhir/NamingSystem/access-record";

    /** What lets a proxy act: the person's consent, parental responsibility, a power of attorney. */
    public static final String LEGAL_BASIS = "https://candour.io/fhir/CodeSystem/legal-basis";

    /** Why a right ended before its time, on the Consent that gave it. */
    public static final String END_REASON = "https://candour.io/fhir/StructureDefinition/end-reason";

    /** On a Consent in the answer to its writer; never stored. */
    public static final String RECEIPT = "https://candour.io/fhir/StructureDefinition/receipt";

    /** What all of HL7's own code systems begin with. */
    static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

    public static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    public static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    public static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public static final String CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    public static final String CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction";
    public static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    public static final String LOINC = "http://loinc.org";
    public static final String SNOMED = "http://snomed.info/sct";
    static final String URI = "urn:ietf:rfc:3986";

    private Vocabulary() {}
}
