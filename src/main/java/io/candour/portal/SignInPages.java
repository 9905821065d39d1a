package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The way in and out: the front page, home by role, who a carer acts for, and the pages for what goes wrong. */
@Controller
class SignInPages {
    /**
     * Somebody a carer acts for.
     *
     * @param born tells people of one name apart; empty where it is not told
     */
    public record Person(String path, String name, Optional<DateType> born) {}

    private final Issuer issuer;
    private final Arguments arguments;

    SignInPages(Issuer issuer, Arguments arguments) {
        this.issuer = issuer;
        this.arguments = arguments;
    }

    @GetMapping({"/", "/index.html"})
    String front() {
        return Arguments.visitor().isPresent() ? "redirect:" + Paths.HOME : "portal/front";
    }

    /** Sends a visitor to the issuer, once that can be reached. */
    @GetMapping(Paths.SIGN_IN)
    String signIn(@RequestParam(name = Paths.STRONGER, required = false) @Nullable String stronger) {
        return "redirect:" + Paths.SIGN_IN + "/" + issuer.registration().getRegistrationId()
                + (stronger == null ? "" : "?" + Paths.STRONGER + "=yes");
    }

    /** Who gets here could not be sent to the issuer. */
    @GetMapping(AskingToSignIn.PATH)
    String notSent() {
        throw new IssuerAway("somebody could not be sent there");
    }

    @GetMapping(Paths.HOME)
    String home(Visitor visitor) {
        if (visitor.is(Role.PATIENT)) {
            return "redirect:/record/" + Whose.ME;
        }
        if (visitor.is(Role.CARER)) {
            return "redirect:/whose";
        }
        if (visitor.is(Role.PRACTITIONER)) {
            return "redirect:/staff";
        }
        if (visitor.is(Role.GUARDIAN) || visitor.is(Role.AUDITOR)) {
            return "redirect:/guardian";
        }
        if (visitor.is(Role.RESEARCHER)) {
            return "redirect:/research";
        }
        return "portal/no-pages";
    }

    /** Whom the visitor may look at a record of: their own, and those who let them. */
    @GetMapping("/whose")
    String whose(Visitor visitor, HttpServletRequest request, Model model) {
        List<Person> people = people(arguments.fhir(request, Acting.CARER));
        if (people.size() == 1 && !visitor.is(Role.PATIENT)) {
            return "redirect:" + people.get(0).path();
        }
        model.addAttribute("people", people);
        return "portal/whose";
    }

    /** All that the server says they may look at. */
    static List<Person> people(Fhir fhir) {
        return fhir.all("Patient").stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .map(patient -> new Person(
                        "/record/" + patient.getIdElement().getIdPart(),
                        RecordPages.name(patient),
                        Optional.of(patient.getBirthDateElement()).filter(DateType::hasValue)))
                .toList();
    }

    /** 204 while the visitor is signed in, and for so long again; 401 once they are not. */
    @GetMapping(Paths.SESSION)
    ResponseEntity<Void> session() {
        return ResponseEntity.status(Arguments.visitor().isPresent() ? HttpStatus.NO_CONTENT : HttpStatus.UNAUTHORIZED)
                .build();
    }

    @GetMapping(Paths.SIGNED_OUT)
    String signedOut() {
        return Arguments.visitor().isPresent() ? "redirect:" + Paths.HOME : "portal/signed-out";
    }

    @GetMapping(Paths.TIMED_OUT)
    String timedOut() {
        return Arguments.visitor().isPresent() ? "redirect:" + Paths.HOME : "portal/timed-out";
    }

    /** Forwarded to by what comes before the pages; nothing for who asks for it. */
    @RequestMapping(Paths.PROBLEM)
    ModelAndView problem(HttpServletRequest request) {
        return Problems.page(Optional.ofNullable(request.getAttribute(Problem.IN_REQUEST))
                .map(Problem.class::cast)
                .orElse(Problem.NOT_FOUND));
    }
}
