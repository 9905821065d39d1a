Profile: DataSharingChoice
Parent: Consent
Id: data-sharing-choice
Title: "Data-sharing choice"
Description: "A person's answer to one choice. What the server takes; what it can't enforce it refuses with a 422 that names the element. Of two answers to one question (choice, actor, data) the newer counts. Shaped after IHE's Privacy Consent on FHIR (PCF), with the choice as a further category; for exchange with systems of that profile see pcf-data-sharing-choice."
* obeys candour-choice-1 and candour-choice-2
* implicitRules 0..0
* contained 0..0
* modifierExtension 0..0
* extension contains EmergencyOverride named emergencyOverride 0..1 MS and Receipt named receipt 0..1
* scope from EnforcedScopes (required)
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains choice 1..1
* category[choice] ^patternCodeableConcept.coding.system = "https://candour.io/fhir/CodeSystem/choice"
* category[choice] ^short = "Which choice is answered"
* category[choice] from AnsweredChoices (required)
* patient 1..1
* patient ^short = "Whose choice it is; stays the same"
* dateTime MS
* dateTime ^short = "When the person answered; when it was saved if left out, never in the future"
* performer MS
* organization MS
* source[x] MS
* policy MS
* provision obeys candour-choice-3
* provision.type MS
* provision.type ^short = "permit or deny; else policyRule OPTIN or OPTOUT says so"
* provision.period ^short = "When this holds; its end is inside it"
* provision.actor ^short = "Whom it is about: one actor, by reference or identifier; everybody where there is none"
* provision.action ^short = "access, use or disclose, which are one to a server of records"
* provision.securityLabel ^short = "A permit of R covers all below, a deny of R covers R and above"
* provision.purpose ^short = "Purposes of this choice; it is about all of them, whichever are listed"
* provision.class ^short = "A resource type, a profile, a LOINC or SNOMED CT document type, or a category of this guide"
* provision.dataPeriod ^short = "By clinical date: a permit needs the entry wholly inside, a deny any overlap"
* provision.data.meaning from EnforcedMeanings (required)

Invariant: candour-choice-1
Description: "Permit or deny is said: by provision.type, or by a policyRule of OPTIN or OPTOUT."
Severity: #error
Expression: "provision.type.exists() or policyRule.coding.where(system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode' and (code = 'OPTIN' or code = 'OPTOUT')).exists()"

Invariant: candour-choice-2
Description: "A choice that is a switch names no data and has no exceptions."
Severity: #error
Expression: "category.coding.where(system = 'https://candour.io/fhir/CodeSystem/choice' and code = 'tell-clinicians-something-is-hidden').exists() implies (provision.provision.empty() and provision.class.empty() and provision.code.empty() and provision.data.empty() and provision.dataPeriod.empty() and provision.securityLabel.empty())"

Invariant: candour-choice-3
Description: "Exceptions say permit or deny, list no purposes, and have no exceptions of their own."
Severity: #error
Expression: "provision.all(type.exists() and purpose.empty() and provision.empty())"

Profile: PcfDataSharingChoice
Parent: DataSharingChoice
Id: pcf-data-sharing-choice
Title: "Data-sharing choice in PCF's shape"
Description: "A data-sharing choice with all that IHE's Privacy Consent on FHIR asks of a basic consent: when, who, what was shown, under which policy."
* category contains privacyConsent 1..1
* category[privacyConsent] ^patternCodeableConcept.coding.system = "http://loinc.org"
* category[privacyConsent] ^patternCodeableConcept.coding.code = #59284-0
* dateTime 1..1
* performer 1..*
* source[x] 1..1
* policy 1..*
* policy.uri 1..1
* provision 1..1
* provision.type 1..1

RuleSet: Granting
* implicitRules 0..0
* contained 0..0
* modifierExtension 0..0
* status from ProxyConsentStates (required)
* scope.coding 1..1
* scope = $scope#patient-privacy
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains infa 1..1
* category[infa] = $act-code#INFA
* patient 1..1
* dateTime 1..1
* performer 1..1
* policyRule 1..1
* policyRule from LegalBases (required)
* provision 1..1
* provision.type 1..1
* provision.type = #permit
* provision.actor 1..1
* provision.actor.role = $participation#IRCP
* provision.provision 0..0

Profile: ProxyAuthorisation
Parent: Consent
Id: proxy-authorisation
Title: "Proxy authorisation"
Description: "Lets somebody act for a patient, in the shape that the NHS writes such authorisations: category INFA, the RelatedPerson as performer and actor, the legal basis as policyRule. Made and ended by operations; by an update it can only be ended. The right counts while this is active, and ends with it."
* extension contains ProxyReach named reach 1..1 and EndReason named endReason 0..1
* insert Granting
* performer only Reference(RelatedPerson)
* performer ^short = "Who acts"
* provision.period.start 0..0
* provision.period.end ^short = "The last day"
* provision.actor.reference only Reference(RelatedPerson)
* provision.action 0..0
* provision.securityLabel 0..0
* provision.purpose 0..0
* provision.class 0..0
* provision.code 0..0
* provision.dataPeriod 0..0
* provision.data 0..0

Profile: AccessPermission
Parent: Consent
Id: access-permission
Title: "A yes to a request for access"
Description: "What a person answered to staff who asked to see something for some days. Made by the operation answer-request; by an update it can only be ended."
* extension contains AccessRequest named accessRequest 1..1 and EndReason named endReason 0..1
* insert Granting
* performer only Reference(Patient)
* policyRule = $legal-basis#patient-consent
* provision.period 1..1
* provision.period.start 1..1
* provision.period.end 1..1
* provision.actor.reference.identifier 1..1
* provision.securityLabel 0..1
* provision.securityLabel = $confidentiality#R
* provision.securityLabel ^short = "There where sensitive entries are meant too"
* provision.purpose 1..1
* provision.purpose from CarePurposes (required)
* provision.class 1..*
* provision.class from Categories (required)
