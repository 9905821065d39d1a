Instance: example-patient
InstanceOf: PatientWithNhsNumber
Usage: #example
Title: "A patient"
Description: "Somebody made up, with a number of the test range."
* identifier[nhsNumber].system = $nhs-number
* identifier[nhsNumber].value = "9990000018"
* name.family = "Example"
* name.given = "Ann"
* gender = #female
* birthDate = "1950-04-01"
* telecom.system = #email
* telecom.value = "ann@example.org"

Instance: example-proxy
InstanceOf: Proxy
Usage: #example
Title: "Her daughter"
Description: "Somebody made up who acts for the patient."
* active = true
* identifier.system = $nhs-number
* identifier.value = "9990000026"
* patient = Reference(example-patient)
* name.text = "Beth Example"
* birthDate = "1978-09-30"
