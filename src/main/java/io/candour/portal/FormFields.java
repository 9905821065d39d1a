package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.servlet.support.csrf.CsrfRequestDataValueProcessor;
import org.springframework.web.servlet.support.RequestDataValueProcessor;

/** What every form that posts carries beside its own fields: the proof that our page sent it, and that it is sent once. */
final class FormFields implements RequestDataValueProcessor {
    private final RequestDataValueProcessor csrf;

    private FormFields(RequestDataValueProcessor csrf) {
        this.csrf = csrf;
    }

    static Object around(Object bean) {
        return bean instanceof CsrfRequestDataValueProcessor csrf ? new FormFields(csrf) : bean;
    }

    @Override
    public Map<String, String> getExtraHiddenFields(HttpServletRequest request) {
        Map<String, String> fields = csrf.getExtraHiddenFields(request);
        if (fields == null || fields.isEmpty()) {
            return Map.of();
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put(SentOnce.FIELD, UUID.randomUUID().toString());
        return all;
    }

    @Override
    public String processAction(HttpServletRequest request, String action, String method) {
        return csrf.processAction(request, action, method);
    }

    @Override
    public @Nullable String processFormFieldValue(
            HttpServletRequest request, @Nullable String name, String value, String type) {
        return csrf.processFormFieldValue(request, name, value, type);
    }

    @Override
    public String processUrl(HttpServletRequest request, String url) {
        return csrf.processUrl(request, url);
    }
}
