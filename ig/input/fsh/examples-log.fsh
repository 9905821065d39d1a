// The profile is named as an element, not by InstanceOf: SUSHI takes entries of sliced lists by the names of slices alone.
RuleSet: Asked(recorded)
* meta.profile = Canonical(AccessEvent)
* type = $audit-type#rest "RESTful Operation"
* recorded = {recorded}
* source.site = "https://candour.example.org/fhir"
* source.observer.display = "https://candour.example.org/fhir"
* agent[+]
  * type = $dicom#110153 "Source Role ID"
  * requestor = false
  * who.identifier.value = "point-of-care"
  * who.display = "point-of-care"
* agent[+]
  * type = $dicom#110152 "Destination Role ID"
  * requestor = false
  * who.display = "https://candour.example.org/fhir"

RuleSet: ByTheConsultant
* agent[+]
  * type = $participation#IRCP "information recipient"
  * requestor = true
  * name = "Dr Example"
  * who.identifier.value = "f2a8f3c0-6f4e-4a52-8f4b-1f0a4f1f0c11"
  * who.display = "Dr Example"
  * role.text = "practitioner"
* agent[+]
  * type = $role-class#PROV "healthcare provider"
  * requestor = false
  * who.identifier.system = $ods
  * who.identifier.value = "Z90002"

RuleSet: OfRequest(id)
* entity[+]
  * type = $balp-entity#XrequestId
  * what.identifier.value = {id}

Instance: log-search
InstanceOf: AuditEvent
Usage: #example
Title: "A search that found something"
Description: "A consultant read two test results, allowed since the person shares their record for care."
* insert Asked("2026-11-02T10:15:30.123Z")
* insert ByTheConsultant
* agent[2].policy = "urn:candour:policy:care-sharing"
* subtype = $interaction#search
* action = #E
* outcome = #0
* outcomeDesc = "permitted"
* purposeOfEvent = $act-reason#TREAT
* insert OfRequest("7f1c8f8e-0d4e-4a41-9a37-1f1f7f0a0001")
* entity[=]
  * detail[0].type = "interaction"
  * detail[0].valueString = "search-type"
  * detail[1].type = "status"
  * detail[1].valueString = "200"
* entity[+]
  * type = $entity-type#1 "Person"
  * role = $entity-role#1 "Patient"
  * what = Reference(example-patient)
* entity[+]
  * type = $entity-type#2 "System Object"
  * role = $entity-role#4 "Domain Resource"
  * what.reference = "Observation/first/_history/1"
* entity[+]
  * type = $entity-type#2 "System Object"
  * role = $entity-role#4 "Domain Resource"
  * what.reference = "Observation/second/_history/3"
* entity[+]
  * type = $entity-type#2 "System Object"
  * role = $entity-role#24 "Query"
  * query = "Y2F0ZWdvcnk9bGFib3JhdG9yeSZwYXRpZW50PSo="

Instance: log-refusal
InstanceOf: AuditEvent
Usage: #example
Title: "A read that was refused"
Description: "The same consultant after the person hid their record: the refusal is there with the choice it rests on."
* insert Asked("2026-11-02T10:16:02.456Z")
* insert ByTheConsultant
* subtype = $interaction#read
* action = #R
* outcome = #4
* outcomeDesc = "refused"
* purposeOfEvent = $act-reason#TREAT
* insert OfRequest("7f1c8f8e-0d4e-4a41-9a37-1f1f7f0a0002")
* entity[=]
  * detail[0].type = "interaction"
  * detail[0].valueString = "read"
  * detail[1].type = "status"
  * detail[1].valueString = "404"
* entity[+]
  * type = $entity-type#1 "Person"
  * role = $entity-role#1 "Patient"
  * what = Reference(example-patient)
* entity[+]
  * type = $resource-types#Consent
  * what.reference = "Consent/choice-hide-from-hospital/_history/1"
