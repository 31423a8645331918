{{/* The configuration file: the chart's ports and log settings, under what the user gives. */}}
{{- define "dateline.config" -}}
{{- include "dateline.configFile" (mergeOverwrite (fromJson (include "dateline.configBase" .)) (deepCopy .Values.config)) -}}
{{- end -}}

{{/* The same for the watch of sources, which alone is told of them: they change, and no other role starts anew for it. */}}
{{- define "dateline.fetchConfig" -}}
{{- $fetch := dict "sources" .Values.fetch.sources "contact" .Values.fetch.contact "state_dir" "/var/lib/dateline/sources" -}}
{{- $config := mergeOverwrite (fromJson (include "dateline.configBase" .)) (deepCopy .Values.config) -}}
{{- include "dateline.configFile" (mergeOverwrite $config (dict "fetch" $fetch)) -}}
{{- end -}}

{{- define "dateline.configBase" -}}
{{- $telemetry := dict "address" (printf "0.0.0.0:%d" (int .Values.metricsPort)) "health_address" (printf "0.0.0.0:%d" (int .Values.healthPort)) "format" .Values.logFormat "filter" .Values.logLevel -}}
{{- $gateway := dict "listen" (printf "0.0.0.0:%d" (int .Values.gateway.port)) -}}
{{- toJson (dict "telemetry" $telemetry "gateway" $gateway) -}}
{{- end -}}

{{/* Settings by section as TOML. Written out value by value, because toToml gives every number of a values file as a float. */}}
{{- define "dateline.configFile" -}}
{{- range $key, $value := . }}
{{- if not (kindIs "map" $value) }}
{{ $key }} = {{ include "dateline.configValue" $value }}
{{- end }}
{{- end }}
{{- range $section, $settings := . }}
{{- if kindIs "map" $settings }}
[{{ $section }}]
{{- range $key, $value := $settings }}
{{ $key }} = {{ include "dateline.configValue" $value }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A value of TOML, which has inline tables where JSON has objects. */}}
{{- define "dateline.configValue" -}}
{{- if kindIs "map" . -}}
{{- $parts := list -}}
{{- range $key, $value := . }}{{- $parts = append $parts (printf "%s = %s" (toJson $key) (include "dateline.configValue" $value)) }}{{- end -}}
{ {{- join ", " $parts -}} }
{{- else if kindIs "slice" . -}}
{{- $parts := list -}}
{{- range $value := . }}{{- $parts = append $parts (include "dateline.configValue" $value) }}{{- end -}}
[{{- join ", " $parts -}}]
{{- else -}}
{{- toJson . -}}
{{- end -}}
{{- end -}}
