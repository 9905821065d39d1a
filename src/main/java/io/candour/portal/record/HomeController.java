package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.choice.MyChoices;
import io.candour.portal.log.WhoLooked;
import io.candour.portal.words.Words;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page of a record: what is new, what awaits reading, who looked, what was chosen, and the ways on. */
@Controller
class HomeController {
    private static final int NEWEST = 5;
    private static final int LATELY = 5;

    /** The ways on, by path below the record's own; each has words of its own. */
    private static final List<String> PAGES =
            List.of("held", "went", "people", "requests", "copy", "notices", "said", "note");

    private static final Set<String> OWN = Set.of("went", "people", "requests");

    private final Words words;
    private final Clock clock;

    HomeController(Words words, Clock clock) {
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/record/{who}")
    String home(Fhir fhir, Whose whose, Principal principal, Model model) {
        Optional<Instant> last = LastVisit.before(signedIn(principal), fhir, whose);
        Items items = new Items(fhir, whose, words);
        String since = last.map(Instant::toString).orElse("");
        model.addAttribute("lastVisit", last.map(words.dates()::moment));
        model.addAttribute("since", since);
        model.addAttribute("newest", items.timeline("", since, "", NEWEST));
        List<Notice> unread = Notice.all(fhir, whose, words).stream()
                .filter(notice -> notice.read().isEmpty())
                .toList();
        model.addAttribute("unread", unread);
        model.addAttribute("pages", pages(whose));
        model.addAttribute("lately", WhoLooked.of(fhir, whose).lately(LATELY));
        model.addAttribute("glance", MyChoices.of(fhir, whose).glance());
        return "portal/record/home";
    }

    /** Who acts and who asks is the person's own to settle, and where their data went the API tells nobody else. */
    static List<String> pages(Whose whose) {
        return PAGES.stream().filter(page -> whose.own() || !OWN.contains(page)).toList();
    }

    /** When this visit began, as the issuer says. */
    private Instant signedIn(Principal principal) {
        return principal instanceof OAuth2AuthenticationToken token
                        && token.getPrincipal() instanceof OidcUser user
                        && user.getIssuedAt() != null
                ? user.getIssuedAt()
                : clock.instant();
    }
}
