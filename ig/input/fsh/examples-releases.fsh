Instance: example-recipient
InstanceOf: Recipient
Usage: #example
Title: "A university"
Description: "Who gets what comes out of the example's programme."
* identifier.system = $ods
* identifier.value = "Z90003"
* type = $recipient-type#university
* name = "University of Example"

Instance: example-programme
InstanceOf: Programme
Usage: #example
Title: "A programme that has begun"
Description: "Registered, let in by another guardian, and begun when its notice had run; one answer and one copy have left."
* contained = example-recipient
* extension[legalBasis].valueString = "Consent, and approval of an ethics committee"
* extension[fee].valueString = "None"
* extension[commercial].valueBoolean = false
* extension[dataClass][0].valueCoding = $category#details
* extension[dataClass][1].valueCoding = $category#conditions
* extension[releases].valueInteger = 1
* extension[extracts].valueInteger = 1
* extension[noticePeriod].valuePeriod.start = "2026-09-01T09:00:00.000Z"
* extension[noticePeriod].valuePeriod.end = "2026-09-29T09:00:00.000Z"
* title = "Asthma and weather"
* description = "Whether cold spells bring people with asthma to hospital"
* status = #active
* category = $act-reason#HRESCH
* period.start = "2026-09-29T09:00:00.000Z"
* period.end = "2027-09-29T23:00:00.000Z"
* sponsor.reference = "#example-recipient"
* sponsor.display = "University of Example"

RuleSet: AskedByTheResearcher
* focus = Reference(example-programme)
* requester.identifier.value = "6d1b5a9e-researcher"
* requester.display = "Researcher Example"
* restriction.recipient.identifier.system = $ods
* restriction.recipient.identifier.value = "Z90003"

Instance: question-asthma
InstanceOf: QuestionTask
Usage: #example
Title: "A question that is held"
Description: "As a guardian sees it: with what the university was told before, its answer would tell of a few."
* status = #on-hold
* statusReason = $held#differencing
* intent = #proposal
* code = $release#question
* description = "How many people have the condition http://snomed.info/sct|195967001, by sex?"
* insert AskedByTheResearcher
* authoredOn = "2026-10-05T10:00:00.000Z"
* lastModified = "2026-10-05T14:00:00.000Z"
* reasonCode.text = "To know how many there are before we ask for more"
* note.authorReference.identifier.value = "0b9c7d0e-guardian"
* note.authorReference.display = "Guardian Example"
* note.time = "2026-10-05T14:00:00.000Z"
* note.text = "Approved the question"

Instance: answer-asthma
InstanceOf: AggregateAnswer
Usage: #example
Title: "An answer in groups"
Description: "Of one group there are few, so it is masked, and the whole is the sum of the others."
* extension[ofProgramme].valueReference = Reference(example-programme)
* status = #complete
* type = #summary
* measure = Canonical(aggregate-question)
* date = "2026-10-02T14:00:00.000Z"
* period.end = "2026-10-02T10:00:00.000Z"
* group.code.text = "How many people have the condition http://snomed.info/sct|195967001, by sex?"
* group.population.code = $measure-population#initial-population
* group.population.count = 20
* group.stratifier.code = $breakdown#sex
* group.stratifier.stratum[0].value.text = "female"
* group.stratifier.stratum[0].population.code = $measure-population#initial-population
* group.stratifier.stratum[0].population.count = 20
* group.stratifier.stratum[1].value.text = "male"
* group.stratifier.stratum[1].population.code = $measure-population#initial-population
* group.stratifier.stratum[1].population.count.extension[0].url = $absent
* group.stratifier.stratum[1].population.count.extension[0].valueCode = #masked

Instance: extract-asthma
InstanceOf: ExtractTask
Usage: #example
Title: "An extract that was let out"
Description: "As the researcher who asked for it sees it."
* status = #completed
* intent = #proposal
* code = $release#extract
* insert AskedByTheResearcher
* authoredOn = "2026-10-06T10:00:00.000Z"
* reasonCode.text = "To look at each winter by itself"

Instance: erasure-of-a-copy
InstanceOf: ErasureTask
Usage: #example
Title: "A copy that was erased"
Description: "As the recipient sees it: the person by the pseudonym of its own copy."
* status = #completed
* intent = #order
* code = $release#erase
* focus.identifier.value = "extract-asthma"
* focus.display = "Extract"
* basedOn = Reference(example-programme)
* authoredOn = "2026-11-01T08:00:00.000Z"
* lastModified = "2026-11-09T16:00:00.000Z"
* reasonCode = $erasure-reason#withdrawn
* restriction.period.end = "2026-12-01T08:00:00.000Z"
* restriction.recipient.identifier.system = $ods
* restriction.recipient.identifier.value = "Z90003"
* input.type = $erasure-input#pseudonym
* input.valueString = "q3l7zvw4m2"
* note.authorReference.identifier.value = "6d1b5a9e-researcher"
* note.authorReference.display = "Researcher Example"
* note.time = "2026-11-09T16:00:00.000Z"
* note.text = "Deleted from the study's database and its backups"
