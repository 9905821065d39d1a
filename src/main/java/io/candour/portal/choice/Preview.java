package io.candour.portal.choice;

import io.candour.portal.answer.Parts;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;

/** What somebody would see, in numbers, as {@code $consent-preview} answers. */
record Preview(int permitted, int refused, List<Line> lines) {
    Preview {
        lines = List.copyOf(lines);
    }

    /** One kind of entry. */
    record Line(String category, int permitted, int refused, List<String> reasons) {
        Line {
            reasons = List.copyOf(reasons);
        }

        public boolean all() {
            return refused == 0;
        }

        public boolean none() {
            return permitted == 0;
        }
    }

    static Preview of(Parameters answer) {
        Parts parts = Parts.of(answer);
        return new Preview(
                parts.count("permitted"),
                parts.count("refused"),
                parts.each("category").map(Preview::line).toList());
    }

    private static Line line(Parts part) {
        return new Line(
                part.text("code").orElse("other"),
                part.count("permitted"),
                part.count("refused"),
                part.each("reason")
                        .flatMap(reason -> reason.texts("words").stream())
                        .distinct()
                        .toList());
    }

    public int total() {
        return permitted + refused;
    }
}
