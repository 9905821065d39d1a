{{- define "candour.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "candour.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- /* The pods that serve. Those of Jobs are the chart's too, and nobody is sent there; nor do they count as load. */ -}}
{{- define "candour.server" -}}
{{ include "candour.selector" . }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "candour.labels" -}}
{{ include "candour.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "candour.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- /* The server's settings, those among them checked that nothing works without. */ -}}
{{- define "candour.settings" -}}
{{- range list "candour.server.base-url" "candour.identity.issuer" "spring.datasource.url" "spring.datasource.username" -}}
{{- $_ := required (printf "settings.%s is needed" .) (get $.Values.settings .) -}}
{{- end -}}
{{- range list "spring.datasource.password" "candour.record.cursor-key" -}}
{{- $_ := required (printf "secrets.%s is needed" .) (get $.Values.secrets .) -}}
{{- end -}}
{{- /* Health and metrics on a port of their own: what is public has neither. */ -}}
{{- toYaml (merge (dict "server.port" 8080 "management.server.port" 8081 "management.server.ssl.enabled" false) .Values.settings) -}}
{{- end -}}

{{- /* How every container of ours runs. */ -}}
{{- define "candour.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "candour.podSecurity" -}}
runAsNonRoot: true
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "candour.pull" -}}
{{- with .Values.imagePullSecrets -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{ end -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- end -}}

{{- /* Where the server finds its settings: files, the secrets each named as its property. */ -}}
{{- define "candour.environment" -}}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/candour/settings/
- name: SPRING_CONFIG_IMPORT
  value: configtree:/etc/candour/secrets/
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "candour.mounts" -}}
- name: settings
  mountPath: /etc/candour/settings
  readOnly: true
- name: secrets
  mountPath: /etc/candour/secrets
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* Takes (list settings-configmap secrets others). */ -}}
{{- define "candour.volumes" -}}
- name: settings
  configMap:
    name: {{ index . 0 }}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range $property, $from := index . 1 }}
      - secret:
          name: {{ $from.name }}
          items:
            - key: {{ $from.key }}
              path: {{ $property }}
      {{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 1Gi
{{- with index . 2 }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The proxy's own cookie, which names a replica and nobody. */}}
{{- define "candour.cookie" -}}
candour-replica
{{- end }}

{{/* How a proxy that speaks Ingress is told to keep visitors at one replica, and to give them another when it is gone. */}}
{{- define "candour.ingressCookie" -}}
{{- if eq .Values.webPages.keepVisitorsBy "nginx" }}
nginx.ingress.kubernetes.io/affinity: cookie
nginx.ingress.kubernetes.io/session-cookie-name: {{ include "candour.cookie" . }}
nginx.ingress.kubernetes.io/session-cookie-samesite: Lax
nginx.ingress.kubernetes.io/session-cookie-secure: "true"
nginx.ingress.kubernetes.io/session-cookie-change-on-failure: "true"
{{- else if eq .Values.webPages.keepVisitorsBy "haproxy" }}
haproxy.org/cookie-persistence: {{ include "candour.cookie" . }}
{{- end }}
{{- end }}

{{- define "candour.sessionAffinity" -}}
{{- $by := .Values.webPages.keepVisitorsBy }}
{{- if and (hasKey .Values.secrets "candour.portal.client-secret") (eq $by "") (eq .Values.service.sessionAffinity "None") }}
{{- fail "webPages.keepVisitorsBy is needed where there are web pages: their sessions are in the memory of one replica" }}
{{- end }}
{{- ternary "ClientIP" .Values.service.sessionAffinity (eq $by "address") }}
{{- end }}
