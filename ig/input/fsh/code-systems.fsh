// The codes are those of the server's own enumerations; a test holds them equal.

RuleSet: OurCodes
* ^status = #active
* ^experimental = false
* ^caseSensitive = true
* ^content = #complete

CodeSystem: ChoiceCodes
Id: choice
Title: "Choices"
Description: "Questions that a person answers about their record, in Consent.category. What each is about, and what holds until it is answered, is in the page 'What a Consent means'."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/choice"
* #care-inside "My care where it is kept" "May an organisation use, to care for me, what it wrote itself?"
* #care-sharing "My care elsewhere" "May other organisations that care for me see what is not sensitive?"
* #sensitive-care-sharing "My care elsewhere, sensitive records" "May other organisations that care for me see what is labelled R or V, or has a sensitivity code?"
* #local-practice-opt-out "Leaving my practice" "May my record leave the practice for any purpose but care? ('Type 1')"
* #planning "Planning" "May my record be used to plan and improve services?"
* #academic-research "Research by universities" "May my record be used for research that is not commercial?"
* #commercial-research "Research by companies" "May my record be used for commercial research?"
* #emergency-override "In an emergency" "May an emergency open what I denied? Answered on each denial, by the extension emergency-override, and in no Consent of its own."
* #tell-clinicians-something-is-hidden "Saying that something is hidden" "Are clinicians told that something may be withheld?"
* #hide-from "Hide something" "A person, an organisation, a kind of records, one entry or a time that I hide."

CodeSystem: CategoryCodes
Id: category
Title: "Categories"
Description: "What a person would call an entry of their record. Every type of R4 has one; observations and reports are told apart by their own category."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/category"
* #details "Personal details"
* #allergies "Allergies"
* #medicines "Medicines"
* #conditions "Conditions"
* #test-results "Test results"
* #measurements "Measurements"
* #vaccinations "Vaccinations"
* #procedures "Procedures"
* #visits "Visits and appointments"
* #care-plans "Care plans"
* #documents "Documents and letters"
* #referrals "Referrals"
* #choices "Choices" "A person's own choices, what proves them, and what is asked about who looked."
* #other "Other records"

CodeSystem: LegalBasisCodes
Id: legal-basis
Title: "What lets somebody act"
Description: "What lets somebody act for a patient or see what they asked for, in Consent.policyRule."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/legal-basis"
* #patient-consent "The person's own consent"
* #parental-responsibility "Parental responsibility"
* #power-of-attorney "Power of attorney"

CodeSystem: ProxyActCodes
Id: proxy-act
Title: "What somebody does for a patient"
Description: "What the right to act for a patient allows. Whoever may choose or dispute may also see."
* insert OurCodes
* #see "See" "Reads entries and who looked at them."
* #choose "Choose" "Makes and changes choices, but none about themselves."
* #dispute "Dispute" "Says that an entry is wrong."

CodeSystem: EndReasonCodes
Id: end-reason
Title: "Why a right ended"
Description: "Why somebody's right ended before its time."
* insert OurCodes
* #safeguarding "Safeguarding"
* #patient-wish "The patient's wish"
* #end-date "Its time had come"
* #patient-died "The patient died"
* #other "Another reason"

CodeSystem: RaisedCodes
Id: raised
Title: "What is said about a record"
Description: "In Task.code: what somebody says about a record."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/raised"
* #dispute "Dispute" "An entry is wrong."
* #access-query "Question about access" "Who looked is not known to who asks."
* #note "Note" "Something the record is to say."

CodeSystem: ReviewCodes
Id: review
Title: "What a guardian reviews"
Description: "In Task.code and Task.output of a guardian's reviews."
* insert OurCodes
* #emergency "Emergency" "A record was opened in an emergency."
* #claim "Claim" "A care relationship was claimed."
* #outcome "Outcome" "Of an output: what was found."

CodeSystem: ReviewOutcomeCodes
Id: review-outcome
Title: "What a review found"
Description: "What a guardian found of an emergency or a claim."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/review-outcome"
* #justified "Justified"
* #not-justified "Not justified"
* #referred "Referred" "Passed on to somebody outside, as an employer or regulator."

CodeSystem: AccessRequestCodes
Id: access-request
Title: "Requests for access"
Description: "In the Task of a request for access: what it is, how far it has come, what was asked for and what became of it."
* insert OurCodes
* #access-request "Request for access" "Of the Task itself."
* #asked "Asked" "Nobody has answered yet."
* #lapsed "Lapsed" "Nobody answered in time."
* #refused "Refused" "The person said no."
* #open "Open" "The person said yes, and the days are not over."
* #attestation-due "Attestation due" "It has ended, and whoever asked is to say what became of what they saw."
* #attested "Attested" "They have said so."
* #category "Category" "Of an input: a category that is asked for."
* #sensitive "Sensitive" "Of an input: whether sensitive entries are asked for too."
* #days "Days" "Of an input: for how many days."
* #deleted "Deleted" "Of an output: whether no copy is kept."
* #statement "Statement" "Of an output: what became of what was seen, in their own words."

Instance: access-record
InstanceOf: NamingSystem
Usage: #definition
Title: "Rows of the access log"
Description: "Names a row of the access log where a reference would have to be to something stored; the value is the AuditEvent's id."
* name = "AccessRecord"
* status = #active
* kind = #identifier
* date = "2026-11-29"
* publisher = "Candour"
* description = "Names a row of the access log where a reference would have to be to something stored; the value is the AuditEvent's id."
* uniqueId
  * type = #uri
  * value = "https://candour.io/fhir/NamingSystem/access-record"
  * preferred = true
