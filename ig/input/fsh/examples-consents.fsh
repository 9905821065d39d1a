RuleSet: PatientPrivacy
* scope = $scope#patient-privacy
* patient = Reference(example-patient)

Instance: choice-hide-from-hospital
InstanceOf: DataSharingChoice
Usage: #example
Title: "I hide my record from one hospital"
Description: "The least that the server takes: a deny for one organisation, from now on. An emergency does not lift it."
* insert PatientPrivacy
* status = #active
* extension[emergencyOverride].valueBoolean = false
* category[choice] = $choice#hide-from
* policyRule = $act-code#OPTIN
* provision
  * type = #deny
  * actor
    * role = $participation#IRCP
    * reference.identifier.system = $ods
    * reference.identifier.value = "Z90002"

Instance: choice-hide-one-entry
InstanceOf: DataSharingChoice
Usage: #example
Title: "I hide one entry for a year, but from my own doctor"
Description: "A deny of one entry with an exception."
* insert PatientPrivacy
* status = #active
* category[choice] = $choice#hide-from
* dateTime = "2026-11-02T09:30:00.000Z"
* policyRule = $act-code#OPTIN
* provision
  * type = #deny
  * period.end = "2027-11-01"
  * data
    * meaning = #instance
    * reference = Reference(Condition/example)
  * provision
    * type = #permit
    * actor
      * role = $participation#IRCP
      * reference.identifier.system = $ods
      * reference.identifier.value = "Z90001"

Instance: choice-no-research
InstanceOf: PcfDataSharingChoice
Usage: #example
Title: "No commercial research"
Description: "A person's no to research by companies, with all that PCF asks for."
* insert PatientPrivacy
* status = #active
* category[privacyConsent] = $loinc#59284-0
* category[choice] = $choice#commercial-research
* dateTime = "2026-11-02T09:30:00.000Z"
* performer = Reference(example-patient)
* organization.identifier.system = $ods
* organization.identifier.value = "Z90001"
* sourceAttachment.contentType = #text/plain
* sourceAttachment.data = "Q29tcGFuaWVzIG1heSBub3QgdXNlIG15IHJlY29yZCBmb3IgcmVzZWFyY2gu"
* policy.uri = "https://candour.io/terms/1"
* provision
  * type = #deny
  * purpose = $act-reason#HRESCH

Instance: choice-saved
InstanceOf: DataSharingChoice
Usage: #example
Title: "The answer to a save, with its receipt"
Description: "What comes back from a save: the stored Consent, and what it changed."
* insert PatientPrivacy
* status = #active
* category[choice] = $choice#sensitive-care-sharing
* dateTime = "2026-11-02T09:30:00.000Z"
* policyRule = $act-code#OPTIN
* provision.type = #permit
* extension[receipt]
  * extension[reference].valueUri = "Consent/choice-saved/_history/1"
  * extension[changed].valueString = "Other organisations that care for you can see your sensitive records."
  * extension[from].valueInstant = "2026-11-02T09:30:00.120Z"
  * extension[supersedes].valueUri = "Consent/earlier/_history/2"
  * extension[warning].valueString = "Another choice of yours says otherwise. Where the two meet, what you hid stays hidden."

RuleSet: ActsForThePatient
* insert PatientPrivacy
* category[infa] = $act-code#INFA
* dateTime = "2026-11-02T09:30:00.000Z"
* performer = Reference(example-proxy)
* provision
  * type = #permit
  * actor
    * role = $participation#IRCP
    * reference = Reference(example-proxy)

Instance: proxy-daughter
InstanceOf: ProxyAuthorisation
Usage: #example
Title: "A daughter acts for her mother"
Description: "She sees medicines and visits, nothing sensitive, and says what is wrong, to the end of 2027."
* insert ActsForThePatient
* status = #active
* policyRule = $legal-basis#patient-consent
* provision.period.end = "2027-12-31"
* extension[reach]
  * extension[category][0].valueCode = #medicines
  * extension[category][1].valueCode = #visits
  * extension[act][0].valueCode = #see
  * extension[act][1].valueCode = #dispute
  * extension[sensitive].valueBoolean = false

Instance: proxy-ended
InstanceOf: ProxyAuthorisation
Usage: #example
Title: "A right that was ended"
Description: "The same kind of right, ended by a guardian of records."
* insert ActsForThePatient
* status = #inactive
* policyRule = $legal-basis#parental-responsibility
* extension[reach]
  * extension[category][0].valueCode = #vaccinations
  * extension[act][0].valueCode = #see
  * extension[sensitive].valueBoolean = false
* extension[endReason]
  * extension[code].valueCode = #safeguarding
  * extension[text].valueString = "The court said so on 3 November"

Instance: access-for-a-second-opinion
InstanceOf: AccessPermission
Usage: #example
Title: "A yes to a second opinion"
Description: "A consultant elsewhere sees test results and letters for two weeks."
* insert PatientPrivacy
* status = #active
* extension[accessRequest].valueString = "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
* category[infa] = $act-code#INFA
* dateTime = "2026-11-02T09:30:00.000Z"
* performer = Reference(example-patient)
* policyRule = $legal-basis#patient-consent
* provision
  * type = #permit
  * period.start = "2026-11-02T09:30:00.000Z"
  * period.end = "2026-11-16T09:30:00.000Z"
  * actor
    * role = $participation#IRCP
    * reference.identifier.value = "f2a8f3c0-6f4e-4a52-8f4b-1f0a4f1f0c11"
    * reference.display = "Dr Example"
  * purpose = $act-reason#TREAT
  * class[0] = $category#test-results
  * class[1] = $category#documents
  * securityLabel = $confidentiality#R
