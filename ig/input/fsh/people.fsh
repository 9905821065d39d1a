Profile: PatientWithNhsNumber
Parent: Patient
Id: patient
Title: "Patient"
Description: "Whose record it is. An account is linked to it by the NHS number alone, so one that is there must be one, and no two records of a server have the same."
* identifier ^slicing.discriminator.type = #pattern
* identifier ^slicing.discriminator.path = "$this"
* identifier ^slicing.rules = #open
* identifier contains nhsNumber 0..1 MS
* identifier[nhsNumber] ^patternIdentifier.system = "https://fhir.nhs.uk/Id/nhs-number"
* identifier[nhsNumber].value 1..1
* identifier[nhsNumber].value obeys candour-nhs-number
* birthDate MS
* birthDate ^short = "With the NHS number, what staff without a care relationship find a person by"
* telecom ^short = "The e-mail address of the lowest rank is told that there is a notice, and nothing of what it says"

Invariant: candour-nhs-number
Description: "An NHS number has ten digits; weighted by 10 to 1 their sum is a multiple of 11."
Severity: #error
Expression: "matches('^[0-9]{10}$') and ((substring(0,1).toInteger() * 10 + substring(1,1).toInteger() * 9 + substring(2,1).toInteger() * 8 + substring(3,1).toInteger() * 7 + substring(4,1).toInteger() * 6 + substring(5,1).toInteger() * 5 + substring(6,1).toInteger() * 4 + substring(7,1).toInteger() * 3 + substring(8,1).toInteger() * 2 + substring(9,1).toInteger()) mod 11 = 0)"

Profile: Proxy
Parent: RelatedPerson
Id: proxy
Title: "Somebody who acts for a patient"
Description: "Who a proxy authorisation is about. Their account is linked by the NHS number, as a patient's is."
* identifier 1..1
* identifier ^patternIdentifier.system = "https://fhir.nhs.uk/Id/nhs-number"
* identifier.value 1..1
* identifier.value obeys candour-nhs-number
* birthDate 1..1
* name 0..1
* name.text 1..1
