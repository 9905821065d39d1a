// Secondary uses: the register of programmes, what passes the airlock, and what recipients are asked to erase.

Extension: ProgrammeLegalBasis
Id: legal-basis
Title: "Legal basis"
Description: "What lets the recipient use what it gets, in words."
Context: ResearchStudy
* value[x] 1..1
* value[x] only string

Extension: ProgrammeFee
Id: fee
Title: "Fee"
Description: "What the recipient pays, in words."
Context: ResearchStudy
* value[x] 1..1
* value[x] only string

Extension: ProgrammeCommercial
Id: commercial
Title: "Does somebody profit"
Description: "Whether somebody profits: then the choice about companies counts."
Context: ResearchStudy
* value[x] 1..1
* value[x] only boolean

Extension: ProgrammeDataClass
Id: data-class
Title: "What it looks at"
Description: "A category of records that the programme may look at."
Context: ResearchStudy
* value[x] 1..1
* value[x] only Coding
* value[x] from Categories (required)

Extension: ProgrammeReleases
Id: releases
Title: "Answers that left"
Description: "How many answers to questions were let out to the programme."
Context: ResearchStudy
* value[x] 1..1
* value[x] only integer

Extension: ProgrammeExtracts
Id: extracts
Title: "Extracts that left"
Description: "How many copies of rows were let out to the programme."
Context: ResearchStudy
* value[x] 1..1
* value[x] only integer

Extension: ProgrammeNoticePeriod
Id: notice-period
Title: "Notice"
Description: "From when people know of the programme, and until when it may not begin. There once a guardian has let it in."
Context: ResearchStudy
* value[x] 1..1
* value[x] only Period
* value[x].start 1..1
* value[x].end 1..1

Extension: OfProgramme
Id: of-programme
Title: "Whose question it answers"
Description: "The programme under which the question was asked. R4 has no element for that."
Context: MeasureReport
* value[x] 1..1
* value[x] only Reference(Programme)

Profile: Recipient
Parent: Organization
Id: recipient
Title: "Recipient"
Description: "Who gets what comes out of a programme, as it was registered: who was let in does not change with an entry of the directory."
* identifier 1..1
* identifier.system 1..1
* identifier.system = "https://fhir.nhs.uk/Id/ods-organization-code"
* identifier.value 1..1
* identifier.value ^short = "ODS code, which tokens of its researchers carry"
* type 1..1
* type from RecipientTypes (required)
* name 1..1

Profile: Programme
Parent: ResearchStudy
Id: programme
Title: "Programme"
Description: "One secondary use of records: for whom, what for, of what, and when. Public from the moment a guardian enters it, by the operation register-programme; another guardian decides, by decide-programme. It begins when its notice has run and ends with its period, by the clock."
* extension contains
    ProgrammeLegalBasis named legalBasis 1..1 and
    ProgrammeFee named fee 1..1 and
    ProgrammeCommercial named commercial 1..1 and
    ProgrammeDataClass named dataClass 1..* and
    ProgrammeReleases named releases 1..1 and
    ProgrammeExtracts named extracts 1..1 and
    ProgrammeNoticePeriod named noticePeriod 0..1
* obeys candour-programme-1
* contained 1..1
* contained only Recipient
* title 1..1
* status from ProgrammeStates (required)
* category 1..1
* category from ProgrammePurposes (required)
* category ^short = "What for"
* description 1..1
* period 1..1
* period.start 1..1
* period.start ^short = "The earliest it may begin; once it was let in, when it does"
* period.end 1..1
* period.end ^short = "The first moment after it"
* sponsor 1..1
* sponsor.reference 1..1
* sponsor ^short = "The contained recipient"

Invariant: candour-programme-1
Description: "What has been let in has a notice."
Severity: #error
Expression: "(status = 'approved' or status = 'active' or status = 'completed') implies extension('https://candour.io/fhir/StructureDefinition/notice-period').exists()"

Instance: aggregate-question
InstanceOf: Measure
Usage: #definition
Title: "How many people are so"
Description: "What every answer is a report of. The people counted are those who say yes to the programme and are as the question says; each question has its own terms, which the report has in words."
* url = "https://candour.io/fhir/Measure/aggregate-question"
* version = "0.1.0"
* name = "AggregateQuestion"
* title = "How many people are so"
* status = #active
* publisher = "Candour"
* description = "How many people are so, in groups where the question asks for them. Counted is who says yes to the programme and is as the question says. Numbers are rounded and those of a few are masked; the whole is the sum of the groups that are told."
* scoring = http://terminology.hl7.org/CodeSystem/measure-scoring#cohort
* group.population.code = $measure-population#initial-population
* group.population.criteria.description = "As the parameters of the operation ask-question say, of people who say yes to the programme."
* group.population.criteria.language = #text/plain
* group.population.criteria.reference = "https://candour.io/fhir/OperationDefinition/ask-question"
* group.stratifier[0].code = $breakdown#sex
* group.stratifier[1].code = $breakdown#age-band
* group.stratifier[2].code = $breakdown#area

Profile: AggregateAnswer
Parent: MeasureReport
Id: aggregate-answer
Title: "Answer to a question"
Description: "What was told of how many people are so, from the operations answer, questions and review-question. Never stored as a MeasureReport. True numbers are kept nowhere."
* extension contains OfProgramme named ofProgramme 1..1
* status = #complete
* type = #summary
* measure = Canonical(aggregate-question)
* subject 0..0
* evaluatedResource 0..0
* date 1..1
* date ^short = "When the question was put to the records"
* reporter 0..0
* period.start ^short = "There where the question names a first day"
* period.end 1..1
* group 1..1
* group.code 1..1
* group.code.text 1..1
* group.code.text ^short = "The question in words"
* group.population 1..1
* group.population.code 1..1
* group.population.code = $measure-population#initial-population
* group.population.count 1..1
* group.population.count obeys candour-answer-1
* group.population.count ^short = "The sum of the groups that are told"
* group.measureScore 0..0
* group.stratifier 0..1
* group.stratifier.code 1..2
* group.stratifier.code from Breakdowns (required)
* group.stratifier.stratum.component.code from Breakdowns (required)
* group.stratifier.stratum.population 1..1
* group.stratifier.stratum.population.code 1..1
* group.stratifier.stratum.population.code = $measure-population#initial-population
* group.stratifier.stratum.population.count 1..1
* group.stratifier.stratum.population.count obeys candour-answer-1
* group.stratifier.stratum.population.count ^short = "Rounded; of a few people masked"

Invariant: candour-answer-1
Description: "A number is told, or is masked: then there is none, and data-absent-reason says so."
Severity: #error
Expression: "hasValue() xor extension('http://hl7.org/fhir/StructureDefinition/data-absent-reason').where(value = 'masked').exists()"

RuleSet: Passing
* status from ReleaseStates (required)
* intent = #proposal
* code 1..1
* focus 1..1
* focus only Reference(Programme)
* for 0..0
* authoredOn 1..1
* lastModified ^short = "When it was last put to the records; for guardians"
* requester 1..1
* requester.identifier 1..1
* requester.identifier.value 1..1
* reasonCode 1..1
* reasonCode.text 1..1
* reasonCode.text ^short = "What it is asked for"
* note ^short = "What guardians said, of what was asked and of each run; for guardians"
* insert ForARecipient

RuleSet: ForARecipient
* restriction 1..1
* restriction.recipient 1..1
* restriction.recipient.identifier 1..1
* restriction.recipient.identifier.system = "https://fhir.nhs.uk/Id/ods-organization-code"
* restriction.recipient.identifier.value 1..1

Profile: QuestionTask
Parent: Task
Id: question-task
Title: "Question"
Description: "A question and where it stands, from the operations ask-question, questions and review-question. Never stored as a Task. Who asks is not told what goes on in the airlock, since that would tell of numbers."
* insert Passing
* statusReason from HeldQuestions (required)
* code = $release#question
* description 1..1
* description ^short = "The question in words"

Profile: ExtractTask
Parent: Task
Id: extract-task
Title: "Extract"
Description: "A copy of rows and where it stands, from the operations ask-extract, extracts and review-extract. Never stored as a Task."
* insert Passing
* statusReason from HeldExtracts (required)
* code = $release#extract

Profile: ErasureTask
Parent: Task
Id: erasure-task
Title: "Erasure"
Description: "That a recipient is asked to erase what it has of somebody who took their yes back, or whose yes has ended, from the operations erasures and answer-erasure. Never stored as a Task. The recipient reads the pseudonym of its copy, guardian and auditor whose it is."
* obeys candour-erasure-1
* status from ErasureStates (required)
* intent = #order
* code 1..1
* code = $release#erase
* focus 1..1
* focus.identifier 1..1
* focus.identifier.value 1..1
* focus ^short = "The extract, by its id"
* basedOn 1..1
* basedOn only Reference(Programme)
* for only Reference(Patient)
* for ^short = "For guardian and auditor alone"
* authoredOn 1..1
* reasonCode 1..1
* reasonCode from ErasureReasons (required)
* restriction.period 1..1
* restriction.period.end 1..1
* restriction.period.end ^short = "By when the recipient is to say what became of its copy"
* insert ForARecipient
* input 0..1
* input.type = $erasure-input#pseudonym
* input.value[x] only string
* input ^short = "For the recipient alone; not there where the key of its pseudonyms is gone"
* note ^short = "How it was erased, or why not, in the recipient's words"

Invariant: candour-erasure-1
Description: "Nobody reads the person and the pseudonym in one."
Severity: #error
Expression: "for.empty() or input.empty()"
