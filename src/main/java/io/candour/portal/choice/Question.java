package io.candour.portal.choice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The questions that the pages ask, in their order; each answers the choice that has its code. 'Hide from' is no question
 * here: see {@link Hiding}. What each is called, and what follows from each answer, is in the messages
 * ({@code choice.question.[code]...}).
 */
enum Question {
    CARE_SHARING(Group.CARE, true),
    SENSITIVE_CARE_SHARING(Group.CARE, true),
    CARE_INSIDE(Group.CARE, true),
    TELL_CLINICIANS_SOMETHING_IS_HIDDEN(Group.CARE, false),
    PLANNING(Group.OTHER_USES, false),
    ACADEMIC_RESEARCH(Group.OTHER_USES, false),
    COMMERCIAL_RESEARCH(Group.OTHER_USES, false),
    /** 'Type 1': a yes keeps the record where it is, so it denies; a no takes back an earlier yes and allows nothing. */
    LOCAL_PRACTICE_OPT_OUT(Group.OTHER_USES, false);

    /** What the record is used for. */
    enum Group {
        CARE,
        OTHER_USES;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public List<Question> questions() {
            return Arrays.stream(Question.values())
                    .filter(question -> question.group == this)
                    .toList();
        }
    }

    private final Group group;
    private final boolean denialMayYield;

    Question(Group group, boolean denialMayYield) {
        this.group = group;
        this.denialMayYield = denialMayYield;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Question> byCode(String code) {
        return Arrays.stream(values())
                .filter(question -> question.code().equals(code))
                .findFirst();
    }

    public Group group() {
        return group;
    }

    /** Whether the answer shuts people out. */
    boolean denies(Answer answer) {
        return (this == LOCAL_PRACTICE_OPT_OUT) == (answer == Answer.YES);
    }

    /** The answer that a stored Consent is, by what it does. */
    Answer answer(boolean denies) {
        return denies(Answer.YES) == denies ? Answer.YES : Answer.NO;
    }

    /** Whether the answer is given by taking an earlier one back: one that said the opposite would allow more than was asked. */
    boolean takesBack(Answer answer) {
        return this == LOCAL_PRACTICE_OPT_OUT && answer == Answer.NO;
    }

    /** Whether it is also to be asked if staff may see it in an emergency. */
    boolean asksAboutEmergencies(Answer answer) {
        return denialMayYield && denies(answer);
    }
}
