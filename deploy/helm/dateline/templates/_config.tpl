{{/* The configuration file: the chart's ports and log settings, under what the user gives. Written out value by value,
because toToml gives every number of a values file as a float. */}}
{{- define "dateline.config" -}}
{{- $telemetry := dict "address" (printf "0.0.0.0:%d" (int .Values.metricsPort)) "health_address" (printf "0.0.0.0:%d" (int .Values.healthPort)) "format" .Values.logFormat "filter" .Values.logLevel -}}
{{- $gateway := dict "listen" (printf "0.0.0.0:%d" (int .Values.gateway.port)) -}}
{{- $config := mergeOverwrite (dict "telemetry" $telemetry "gateway" $gateway) (deepCopy .Values.config) -}}
{{- range $key, $value := $config }}
{{- if not (kindIs "map" $value) }}
{{ $key }} = {{ toJson $value }}
{{- end }}
{{- end }}
{{- range $section, $settings := $config }}
{{- if kindIs "map" $settings }}
[{{ $section }}]
{{- range $key, $value := $settings }}
{{ $key }} = {{ toJson $value }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
