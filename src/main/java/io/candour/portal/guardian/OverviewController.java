package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.research.Copy;
import io.candour.portal.research.Erasure;
import io.candour.portal.research.Question;
import io.candour.portal.staff.AccessRequest;
import io.candour.portal.staff.OrganisationNames;
import io.candour.portal.words.Today;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What awaits the guardian, the oldest first, and whether the log is published as it should be. */
@Controller("guardianOverview")
class OverviewController {
    private static final int SHOWN = 10;
    private static final Duration LATELY = Duration.ofDays(7);

    private final Checkpoints checkpoints;
    private final Today today;

    OverviewController(Checkpoints checkpoints, Today today) {
        this.checkpoints = checkpoints;
        this.today = today;
    }

    @GetMapping("/guardian")
    String overview(Fhir fhir, Model model) {
        List<Review> reviews = Review.of(fhir.search(ReviewsController.OPEN));
        List<Said> said = Said.of(fhir.search(SaidController.OPEN));
        List<Alert> alerts = Alert.of(fhir.get(Parameters.class, AlertsController.ALL)).stream()
                .filter(each -> each.noticed()
                        .filter(at -> at.isAfter(today.now().minus(LATELY)))
                        .isPresent())
                .toList();
        List<AccessRequest> requests = AccessRequest.of(fhir.search(RegisterController.ALL));
        model.addAttribute("reviews", oldest(reviews, Comparator.comparing(each -> each.from()
                .orElse(today.now()))));
        model.addAttribute("reviewCount", reviews.size());
        model.addAttribute(
                "said", oldest(said, Comparator.comparing(each -> each.at().orElse(today.now()))));
        model.addAttribute("saidCount", said.size());
        model.addAttribute("alerts", alerts.stream().limit(SHOWN).toList());
        model.addAttribute("alertCount", alerts.size());
        model.addAttribute(
                "openRequests", requests.stream().filter(AccessRequest::isOpen).count());
        model.addAttribute(
                "dueRequests",
                requests.stream().filter(AccessRequest::isAttestationDue).count());
        List<Question> questions =
                Question.all(fhir).stream().filter(Question::isOpen).toList();
        model.addAttribute("questions", oldest(questions, Comparator.comparing(each -> each.asked()
                .orElse(today.now()))));
        model.addAttribute("questionCount", questions.size());
        model.addAttribute(
                "programmeCount",
                Entered.all(fhir).stream().filter(Entered::isOpen).count());
        model.addAttribute(
                "copyCount", Copy.all(fhir).stream().filter(Copy::isOpen).count());
        List<Erasure> erasures = Erasure.open(fhir);
        model.addAttribute("erasureCount", erasures.size());
        model.addAttribute(
                "overdueCount", erasures.stream().filter(Erasure::overdue).count());
        model.addAttribute("published", checkpoints.latest());
        model.addAttribute(
                "organisations",
                OrganisationNames.of(
                        Stream.<Optional<String>>concat(
                                reviews.stream().map(Review::organisation),
                                alerts.stream().map(Alert::organisation)),
                        fhir));
        return "portal/guardian/overview";
    }

    private static <T> List<T> oldest(List<T> all, Comparator<T> byTime) {
        return all.stream().sorted(byTime).limit(SHOWN).toList();
    }
}
